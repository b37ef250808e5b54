//! The working directory, and how a path of the program becomes a path of the host.
//!
//! WASI has no working directory: wasi-libc keeps one by itself. Its own code takes the empty path
//! for the working directory, so that `rm -rf "$UNSET"` deletes it, and where it cannot enter `$PWD`
//! it stays at the root, so that relative paths mean something else than the user sees. This file
//! defines the same C symbols, so that the linker takes these and not wasi-libc's chdir.o and
//! getcwd.o: https://github.com/WebAssembly/wasi-libc/tree/main/libc-bottom-half/sources

use std::cell::UnsafeCell;
use std::env;
use std::ffi::{CStr, OsString, c_char, c_int};
use std::ptr;

use libc::{ENOENT, ENOMEM, ENOTDIR, ERANGE, malloc};

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
    fn __wasilibc_find_abspath(
        path: *const c_char,
        abs_prefix: *mut *const c_char,
        relative_path: *mut *const c_char,
    ) -> c_int;
}

/// The working directory: absolute, without a NUL, or `None` if it is gone.
struct Cwd(UnsafeCell<Option<Vec<u8>>>);
// The program has one thread.
unsafe impl Sync for Cwd {}
static CWD: Cwd = Cwd(UnsafeCell::new(None));

/// Makes `$PWD` the working directory. The host always sets it; if its directory is gone, relative
/// paths are ENOENT and absolute ones still work.
pub fn enter_pwd() {
    let pwd = env::var_os("PWD").unwrap_or_else(|| OsString::from("/"));
    let _ = env::set_current_dir(pwd);
}

/// Sets `errno`; -1, for a C function to return.
pub fn fail(errno: c_int) -> c_int {
    unsafe { *__errno_location() = errno };
    -1
}

/// `path` as an absolute path with a final NUL, or `None` if it is empty or the working directory
/// that it needs is gone. `..` stays: the host resolves it.
fn absolute(path: &CStr) -> Option<Vec<u8>> {
    let path = path.to_bytes();
    let mut absolute = Vec::new();
    if path.first()? != &b'/' {
        let cwd = unsafe { &*CWD.0.get() };
        absolute.extend_from_slice(cwd.as_deref()?);
        if absolute.last() != Some(&b'/') {
            absolute.push(b'/');
        }
    }
    let relative = match path {
        [b'.', b'/', rest @ ..] => rest,
        path => path,
    };
    absolute.extend_from_slice(relative);
    absolute.push(0);
    Some(absolute)
}

/// Splits `path` into a preopened directory, which it returns, and the rest, which it puts into
/// `*relative_buf`. As wasi-libc's, but for the empty path, and for the buffer: wasi-libc's
/// `linkat` looks up both of its paths into one, so here each call has another.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wasilibc_find_relpath_alloc(
    path: *const c_char,
    abs_prefix: *mut *const c_char,
    relative_buf: *mut *mut c_char,
    relative_buf_len: *mut usize,
    can_realloc: c_int,
) -> c_int {
    let Some(path) = absolute(unsafe { CStr::from_ptr(path) }) else {
        return fail(ENOENT);
    };
    let mut relative = ptr::null();
    let fd =
        unsafe { __wasilibc_find_abspath(path.as_ptr().cast(), abs_prefix, &mut relative) };
    if fd == -1 {
        return -1;
    }
    let relative = unsafe { CStr::from_ptr(relative) }.to_bytes_with_nul();
    unsafe {
        if can_realloc != 0 {
            // The caller only reads the buffer, and only until it asks for the next but one.
            let (buffers, next) = &mut *BUFFERS.0.get();
            *next = (*next + 1) % buffers.len();
            buffers[*next].clear();
            buffers[*next].extend_from_slice(relative);
            *relative_buf = buffers[*next].as_mut_ptr().cast();
            *relative_buf_len = 0;
        } else if *relative_buf_len < relative.len() {
            return fail(ERANGE);
        } else {
            ptr::copy_nonoverlapping(relative.as_ptr().cast(), *relative_buf, relative.len());
        }
    }
    fd
}

struct Buffers(UnsafeCell<([Vec<u8>; 4], usize)>);
// The program has one thread.
unsafe impl Sync for Buffers {}
static BUFFERS: Buffers = Buffers(UnsafeCell::new(([const { Vec::new() }; 4], 0)));

#[unsafe(no_mangle)]
unsafe extern "C" fn chdir(path: *const c_char) -> c_int {
    let Some(mut path) = absolute(unsafe { CStr::from_ptr(path) }) else {
        return fail(ENOENT);
    };
    path.pop();
    let name = unsafe { OsString::from_encoded_bytes_unchecked(path) };
    match std::fs::metadata(&name) {
        Err(error) => fail(error.raw_os_error().unwrap_or(ENOENT)),
        Ok(metadata) if !metadata.is_dir() => fail(ENOTDIR),
        Ok(_) => {
            unsafe { *CWD.0.get() = Some(name.into_encoded_bytes()) };
            0
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn getcwd(buffer: *mut c_char, size: usize) -> *mut c_char {
    let Some(cwd) = (unsafe { &*CWD.0.get() }) else {
        fail(ENOENT);
        return ptr::null_mut();
    };
    // A null buffer asks for one of malloc's.
    let buffer = if buffer.is_null() {
        unsafe { malloc(cwd.len() + 1).cast() }
    } else if size <= cwd.len() {
        fail(ERANGE);
        return ptr::null_mut();
    } else {
        buffer
    };
    if buffer.is_null() {
        fail(ENOMEM);
        return buffer;
    }
    unsafe {
        ptr::copy_nonoverlapping(cwd.as_ptr().cast(), buffer, cwd.len());
        *buffer.add(cwd.len()) = 0;
    }
    buffer
}
