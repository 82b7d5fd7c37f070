// Calls of the C library, with a fixed and with a variable number of arguments.
// lowered: 1
// begins: 2
// host only: the board has no C library

mod common;

use common::{drive, pause};
use std::ffi::{CString, c_char, c_int};

unsafe extern "C" {
    fn strlen(text: *const c_char) -> usize;
    fn snprintf(buffer: *mut c_char, size: usize, format: *const c_char, ...) -> c_int;
}

async fn foreign_calls() -> (usize, String) {
    let text = CString::new("some text").unwrap();
    pause().await;
    // SAFETY: the text ends with a zero; the buffer has the size that is given.
    unsafe {
        let length = strlen(text.as_ptr());
        let mut buffer = [0_u8; 32];
        pause().await;
        let written = snprintf(
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            c"%s %d %.2f".as_ptr(),
            text.as_ptr(),
            42_i32,
            2.5_f64,
        );
        (length, String::from_utf8_lossy(&buffer[..written as usize]).into_owned())
    }
}

fn main() {
    println!("{:?}", drive(foreign_calls()));
}
