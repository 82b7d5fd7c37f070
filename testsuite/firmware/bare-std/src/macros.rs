//! Output, line by line, and variables of the one thread.

/// Prints a line to the host's standard output.
#[allow_internal_unstable(format_args_nl)]
#[macro_export]
macro_rules! println {
    ($($argument:tt)*) => {
        $crate::__output::hstdout_fmt($crate::format_args_nl!($($argument)*))
    };
}

/// Prints a line to the host's standard error output.
#[allow_internal_unstable(format_args_nl)]
#[macro_export]
macro_rules! eprintln {
    ($($argument:tt)*) => {
        $crate::__output::hstderr_fmt($crate::format_args_nl!($($argument)*))
    };
}

/// Variables that each thread has, with constant initial values: here there is one thread.
#[macro_export]
macro_rules! thread_local {
    ($($visibility:vis static $name:ident: $ty:ty = const { $value:expr };)*) => {
        $($visibility static $name: $crate::thread::LocalKey<$ty> =
            const { $crate::thread::LocalKey::__new($value) };)*
    };
}
