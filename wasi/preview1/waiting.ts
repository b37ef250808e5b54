// The functions of preview1 that can wait for a promise.
//
// The engine wraps these and leaves the others plain; the Asyncify variant of a program is instrumented for
// exactly these. What is not listed must answer at once, always.

/** Names of the functions of `wasi_snapshot_preview1` whose import may return a promise. */
export const waiting: readonly string[] = [
  'fd_allocate',
  'fd_close',
  'fd_datasync',
  'fd_filestat_get',
  'fd_filestat_set_size',
  'fd_filestat_set_times',
  'fd_pread',
  'fd_pwrite',
  'fd_read',
  'fd_readdir',
  'fd_renumber',
  'fd_seek',
  'fd_sync',
  'fd_write',
  'path_create_directory',
  'path_filestat_get',
  'path_filestat_set_times',
  'path_link',
  'path_open',
  'path_readlink',
  'path_remove_directory',
  'path_rename',
  'path_symlink',
  'path_unlink_file',
  'poll_oneoff',
  'sched_yield',
];
