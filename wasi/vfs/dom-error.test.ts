import { describe, expect, test } from 'vitest';

import { translate, type Asked } from './dom-error.ts';
import { SystemError } from './error.ts';

describe('the table', () => {
  test.each([
    ['NotAllowedError', 'other', 'EACCES'],
    ['NotFoundError', 'file', 'ENOENT'],
    ['TypeMismatchError', 'file', 'EISDIR'],
    ['TypeMismatchError', 'directory', 'ENOTDIR'],
    ['InvalidModificationError', 'remove-directory', 'ENOTEMPTY'],
    ['InvalidModificationError', 'other', 'EEXIST'],
    ['NoModificationAllowedError', 'other', 'EBUSY'],
    ['QuotaExceededError', 'file', 'ENOSPC'],
    ['NotReadableError', 'file', 'EIO'],
    ['InvalidStateError', 'file', 'EIO'],
    ['AbortError', 'file', 'EACCES'],
    ['SecurityError', 'directory', 'EPERM'],
    ['UnknownError', 'other', 'ENFILE'],
    ['SomethingNew', 'other', 'EIO'],
  ] as const)('%s for %s is %s', (name, asked: Asked, code) => {
    expect(translate(new DOMException('', name), asked)).toMatchObject({ code });
  });

  test('a file that may not be written', () => {
    const error = new DOMException(
      "Failed to execute 'createWritable' on 'FileSystemFileHandle': Cannot write to a read-only file.",
      'NoModificationAllowedError',
    );
    expect(translate(error, 'file', 'f')).toMatchObject({ code: 'EACCES' });
  });

  test('a refused name', () => {
    const error = new TypeError(
      "Failed to execute 'getFileHandle' on 'FileSystemDirectoryHandle': Name is not allowed.",
    );
    expect(translate(error, 'file', 'a:b')).toMatchObject({
      code: 'EINVAL',
      reason: "the browser does not allow the name 'a:b'",
    });
    expect(translate(error, 'file', 'a\u001b[31m~').reason).toBe(
      "the browser does not allow the name 'a?[31m~'",
    );
  });

  test('a defect stays one', () => {
    const defect = new TypeError("Cannot read properties of undefined (reading 'name')");
    expect(() => translate(defect, 'file')).toThrow(defect);
    expect(() => translate('x', 'file')).toThrow();
    const own = new SystemError('EXDEV');
    expect(translate(own, 'file')).toBe(own);
  });
});
