// The browser's exceptions as errnos: one table, one function.
// What Chromium means by each: WebIDL names at https://webidl.spec.whatwg.org/#idl-DOMException-error-names
import { SystemError, type Code } from './error.ts';

/** What was asked for when the browser refused; some names mean different things then. */
export type Asked = 'file' | 'directory' | 'remove-directory' | 'create' | 'other';

const codes: Readonly<Record<string, Code>> = {
  NotAllowedError: 'EACCES', // the permission is missing or was taken back
  NotFoundError: 'ENOENT', // gone, or hidden by the browser
  NoModificationAllowedError: 'EBUSY', // another writer, in this tab or another
  QuotaExceededError: 'ENOSPC',
  NotReadableError: 'EIO',
  InvalidStateError: 'EIO',
  AbortError: 'EIO',
  SecurityError: 'EPERM', // a folder on the browser's block list
  UnknownError: 'ENFILE', // too many open files, or no memory: the browser does not tell which
  InvalidModificationError: 'EEXIST',
};

/**
 * The SystemError of something that a handle threw. What is one already stays; what is not the browser's is a
 * defect and is thrown on as it is.
 * @param name the entry's name, for the sentence
 */
export function translate(error: unknown, asked: Asked, name = ''): SystemError {
  if (error instanceof SystemError) return error;
  // "Failed to execute 'getFileHandle' on 'FileSystemDirectoryHandle': Name is not allowed."
  if (error instanceof TypeError && /not allowed|invalid|Failed to execute/i.test(error.message)) {
    return new SystemError('EINVAL', `the browser does not allow the name ${quoted(name)}`, {
      cause: error,
    });
  }
  if (!(error instanceof DOMException)) throw error;
  if (error.name === 'TypeMismatchError') {
    return new SystemError(asked === 'file' ? 'EISDIR' : 'ENOTDIR', '', { cause: error });
  }
  if (error.name === 'InvalidModificationError' && asked === 'remove-directory') {
    return new SystemError('ENOTEMPTY', '', { cause: error });
  }
  if (error.name === 'AbortError') {
    const reason = `the browser refused to store ${quoted(name)}: ${error.message}`;
    return new SystemError('EACCES', reason, { cause: error });
  }
  // "Cannot write to a read-only file.": its mode on the disk, not another writer.
  if (error.name === 'NoModificationAllowedError' && /read-only/i.test(error.message)) {
    return new SystemError('EACCES', '', { cause: error });
  }
  return new SystemError(codes[error.name] ?? 'EIO', '', { cause: error });
}

/** A name that a terminal may be shown. */
export function quoted(name: string): string {
  return `'${name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '?')}'`;
}
