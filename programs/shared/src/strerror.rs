//! The texts of errors. wasi-libc has musl's, and dirsh's users know glibc's.
//! Defining the symbol keeps the linker from wasi-libc's strerror_r.o.

use std::ffi::{CStr, c_char, c_int};

/// The texts of glibc that musl words differently.
fn glibc(errno: c_int) -> Option<&'static CStr> {
    Some(match errno {
        libc::EBUSY => c"Device or resource busy",
        libc::EILSEQ => c"Invalid or incomplete multibyte or wide character",
        libc::EINTR => c"Interrupted system call",
        libc::EIO => c"Input/output error",
        libc::ELOOP => c"Too many levels of symbolic links",
        libc::EMFILE => c"Too many open files",
        libc::ENAMETOOLONG => c"File name too long",
        libc::ENFILE => c"Too many open files in system",
        libc::ENOEXEC => c"Exec format error",
        libc::ENOMEM => c"Cannot allocate memory",
        libc::ENOTSUP => c"Operation not supported",
        libc::ENOTTY => c"Inappropriate ioctl for device",
        libc::ENXIO => c"No such device or address",
        libc::EOVERFLOW => c"Value too large for defined data type",
        libc::ERANGE => c"Numerical result out of range",
        libc::ESPIPE => c"Illegal seek",
        libc::EXDEV => c"Invalid cross-device link",
        // WASI's own: a path that leads out of what was granted.
        libc::ENOTCAPABLE => c"Permission denied",
        _ => return None,
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn strerror_r(errno: c_int, buffer: *mut c_char, size: usize) -> c_int {
    let text = match glibc(errno) {
        Some(text) => text,
        None => unsafe { CStr::from_ptr(libc::strerror(errno)) },
    };
    if size == 0 {
        return libc::ERANGE;
    }
    let length = text.count_bytes().min(size - 1);
    unsafe {
        buffer.copy_from_nonoverlapping(text.as_ptr(), length);
        *buffer.add(length) = 0;
    }
    if length < text.count_bytes() { libc::ERANGE } else { 0 }
}
