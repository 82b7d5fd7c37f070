//! What a device's crate says of its interrupts.

/// Numbers of interrupts and the vector table; the board's `device.x` names the same ones.
macro_rules! interrupts {
    (
        count: $count:literal,
        $($(#[$attribute:meta])* $name:ident = $number:literal,)+
    ) => {
        /// Numbers of interrupts. `SWI0` to `SWI3` are those of devices that no program uses, under the
        /// same names on all boards: programs make them pending themselves.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Interrupt {
            $($(#[$attribute])* $name = $number,)+
        }

        // SAFETY: these are the board's numbers, and they do not change.
        unsafe impl ::cortex_m::interrupt::InterruptNumber for Interrupt {
            fn number(self) -> u16 {
                self as u16
            }
        }

        unsafe extern "C" {
            $(fn $name();)+
            fn DefaultHandler();
        }

        /// The vector table behind the exceptions; cortex-m-rt names it.
        #[unsafe(link_section = ".vector_table.interrupts")]
        #[unsafe(no_mangle)]
        static __INTERRUPTS: [unsafe extern "C" fn(); $count] = {
            let mut vectors = [DefaultHandler as unsafe extern "C" fn(); $count];
            $(vectors[Interrupt::$name as usize] = $name;)+
            vectors
        };
    };
}

pub(crate) use interrupts;
