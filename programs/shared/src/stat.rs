//! What `stat` answers. WASI has no modes, owners and blocks, so wasi-libc leaves them zero, and
//! utilities believe that nothing may be written. Here they are what is true of a folder that the
//! user granted: his, and his alone. (`ls -l` and `test -w` ask about read-only mounts themselves.)
//! Defining the two symbols keeps the linker from wasi-libc's fstatat.o and fstat.o.

use std::ffi::{c_char, c_int};
use std::ptr;

use libc::{blkcnt_t, stat, time_t, timespec};

const BLOCK_DEVICE: u8 = 1;
const CHARACTER_DEVICE: u8 = 2;
const DIRECTORY: u8 = 3;
const REGULAR_FILE: u8 = 4;
const SOCKET_DGRAM: u8 = 5;
const SOCKET_STREAM: u8 = 6;
const SYMBOLIC_LINK: u8 = 7;

const SYMLINK_FOLLOW: u32 = 1;

/// `filestat` of preview1.
#[repr(C)]
#[derive(Default)]
struct Filestat {
    dev: u64,
    ino: u64,
    filetype: u8,
    nlink: u64,
    size: u64,
    atim: u64,
    mtim: u64,
    ctim: u64,
}

mod host {
    #[link(wasm_import_module = "wasi_snapshot_preview1")]
    unsafe extern "C" {
        pub fn fd_filestat_get(fd: i32, buffer: *mut super::Filestat) -> i32;
        pub fn path_filestat_get(
            fd: i32,
            flags: u32,
            path: *const u8,
            path_length: usize,
            buffer: *mut super::Filestat,
        ) -> i32;
    }
}

/// Unix's view of `from`.
fn answer(error: i32, from: &Filestat, to: *mut stat) -> c_int {
    if error != 0 {
        return crate::cwd::fail(error);
    }
    let (kind, permissions) = match from.filetype {
        BLOCK_DEVICE => (libc::S_IFBLK, 0o600),
        CHARACTER_DEVICE => (libc::S_IFCHR, 0o600),
        DIRECTORY => (libc::S_IFDIR, 0o700),
        REGULAR_FILE => (libc::S_IFREG, 0o600),
        SOCKET_DGRAM | SOCKET_STREAM => (libc::S_IFSOCK, 0o600),
        SYMBOLIC_LINK => (libc::S_IFLNK, 0o777),
        // Preview1 has no type for a pipe.
        _ => (libc::S_IFIFO, 0o600),
    };
    let time = |nanoseconds: u64| timespec {
        tv_sec: (nanoseconds / 1_000_000_000) as time_t,
        tv_nsec: (nanoseconds % 1_000_000_000) as _,
    };
    // Whole blocks of 4 KiB, as most file systems give them, counted in units of 512 bytes.
    let size = if from.filetype == DIRECTORY { 4096 } else { from.size };
    unsafe {
        ptr::write_bytes(to, 0, 1);
        (*to).st_dev = from.dev;
        (*to).st_ino = from.ino;
        (*to).st_nlink = from.nlink.max(1);
        (*to).st_mode = kind | permissions;
        (*to).st_uid = USER;
        (*to).st_gid = USER;
        (*to).st_size = size as _;
        (*to).st_blksize = 4096;
        (*to).st_blocks = (size.div_ceil(4096) * 8) as blkcnt_t;
        (*to).st_atim = time(from.atim);
        (*to).st_mtim = time(from.mtim);
        (*to).st_ctim = time(from.ctim);
    }
    0
}

/// The number of the only user and of his group: the first user's on most systems.
const USER: u32 = 1000;

#[unsafe(no_mangle)]
unsafe extern "C" fn __wasilibc_nocwd_fstatat(
    fd: c_int,
    path: *const c_char,
    to: *mut stat,
    flags: c_int,
) -> c_int {
    let mut from = Filestat::default();
    let follow = if flags & libc::AT_SYMLINK_NOFOLLOW == 0 { SYMLINK_FOLLOW } else { 0 };
    let error = unsafe {
        host::path_filestat_get(fd, follow, path.cast(), libc::strlen(path), &mut from)
    };
    answer(error, &from, to)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn fstat(fd: c_int, to: *mut stat) -> c_int {
    let mut from = Filestat::default();
    let error = unsafe { host::fd_filestat_get(fd, &mut from) };
    answer(error, &from, to)
}
