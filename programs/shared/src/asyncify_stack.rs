//! Where Asyncify keeps the call stack of a suspended program.
//!
//! It is part of the program and not taken by `memory.grow`, since allocators may believe that all
//! memory after their heap is their own. It is in .bss, so it costs no bytes in the file. The host
//! asks the two exported functions for it.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;

const SIZE: usize = 1024 * 1024;

#[repr(align(16))]
struct Stack(UnsafeCell<MaybeUninit<[u8; SIZE]>>);
// Only the host uses it, and only while the program does not run.
unsafe impl Sync for Stack {}
static STACK: Stack = Stack(UnsafeCell::new(MaybeUninit::uninit()));

/// The address of the first byte.
#[unsafe(no_mangle)]
extern "C" fn asyncify_stack_begin() -> *mut u8 {
    STACK.0.get().cast()
}

/// The address after the last byte.
#[unsafe(no_mangle)]
extern "C" fn asyncify_stack_end() -> *mut u8 {
    asyncify_stack_begin().wrapping_add(SIZE)
}
