// Asks a server. To Rust, get_answer() is a function like any other: it returns when the answer is there.

use std::ffi::{CStr, CString, c_char};
use std::process::ExitCode;

#[repr(C)]
struct Answer {
    value: i32,
    question: [c_char; 60],
}

#[link(wasm_import_module = "page")]
unsafe extern "C" {
    fn get_answer(url: *const c_char, answer: *mut Answer);
}

/// The question that the server names, and its answer.
fn ask(url: &str) -> (String, i32) {
    let url = CString::new(url).expect("an address without a NUL");
    let mut answer = Answer { value: 0, question: [0; 60] };
    // SAFETY: the page writes no more than the struct holds, and ends the question with a NUL.
    let question = unsafe {
        get_answer(url.as_ptr(), &mut answer);
        CStr::from_ptr(answer.question.as_ptr())
    };
    (question.to_string_lossy().into_owned(), answer.value)
}

fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: get-answer URL");
        return ExitCode::FAILURE;
    };
    println!("Asking…");
    let (question, value) = ask(&url);
    println!("The answer to \"{question}\" is {value}.");
    ExitCode::SUCCESS
}
