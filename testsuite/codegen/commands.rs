//! Twelve commands that await a writer of frames, which awaits in many places itself: the tag of what
//! runs a command has hundreds of values.
#![no_std]

use core::future::Future;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};

pub struct Socket {
    register: *mut u32,
    buffer: [u8; 64],
    length: usize,
}

pub struct Flush<'a>(&'a mut Socket, usize);

impl Future for Flush<'_> {
    type Output = Result<(), u8>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), u8>> {
        let Flush(socket, sent) = &mut *self;
        while *sent < socket.length {
            // SAFETY: whoever made the socket named a register.
            let state = unsafe { socket.register.read_volatile() };
            if state & 1 == 0 {
                return Poll::Pending;
            }
            if state & 2 != 0 {
                return Poll::Ready(Err(1));
            }
            // SAFETY: as above.
            unsafe { socket.register.write_volatile(u32::from(socket.buffer[*sent])) };
            *sent += 1;
        }
        socket.length = 0;
        Poll::Ready(Ok(()))
    }
}

pub enum Frame<'a> {
    Error(&'a str),
    Integer(u64),
    Bulk(&'a [u8]),
    Null,
    Array(&'a [Frame<'a>]),
}

impl Socket {
    async fn put(&mut self, byte: u8) -> Result<(), u8> {
        if self.length == self.buffer.len() {
            Flush(self, 0).await?;
        }
        self.buffer[self.length] = byte;
        self.length += 1;
        Ok(())
    }

    async fn put_all(&mut self, bytes: &[u8]) -> Result<(), u8> {
        for byte in bytes {
            self.put(*byte).await?;
        }
        Ok(())
    }

    async fn decimal(&mut self, mut number: u64) -> Result<(), u8> {
        let mut digits = [0; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.put_all(&digits[first..]).await?;
        self.put_all(b"\r\n").await
    }

    async fn value(&mut self, frame: &Frame<'_>) -> Result<(), u8> {
        match frame {
            Frame::Error(text) => {
                self.put(b'-').await?;
                self.put_all(text.as_bytes()).await?;
                self.put_all(b"\r\n").await
            }
            Frame::Integer(number) => {
                self.put(b':').await?;
                self.decimal(*number).await
            }
            Frame::Null => self.put_all(b"$-1\r\n").await,
            Frame::Bulk(bytes) => {
                self.put(b'$').await?;
                self.decimal(bytes.len() as u64).await?;
                self.put_all(bytes).await?;
                self.put_all(b"\r\n").await
            }
            Frame::Array(_) => Err(9),
        }
    }

    async fn frame(&mut self, frame: &Frame<'_>) -> Result<(), u8> {
        if let Frame::Array(values) = frame {
            self.put(b'*').await?;
            self.decimal(values.len() as u64).await?;
            for value in *values {
                self.value(value).await?;
            }
        } else {
            self.value(frame).await?;
        }
        Flush(self, 0).await
    }
}

macro_rules! commands {
    ($($name:ident $number:literal)*) => {
        impl Socket {
            $(
                async fn $name(&mut self, key: &[u8], number: u64) -> Result<u64, u8> {
                    if key.is_empty() {
                        self.frame(&Frame::Error(stringify!($name))).await?;
                        return Err($number);
                    }
                    let result = number.wrapping_mul($number);
                    let values = [Frame::Bulk(stringify!($name).as_bytes()), Frame::Integer(result)];
                    self.frame(&Frame::Array(&values)).await?;
                    Ok(result)
                }
            )*

            async fn run(&mut self, command: u8, key: &[u8], number: u64) -> Result<u64, u8> {
                match command {
                    $($number => self.$name(key, number).await,)*
                    _ => {
                        self.frame(&Frame::Null).await?;
                        Ok(0)
                    }
                }
            }
        }
    };
}

commands! {
    append 1 decrement 2 delete 3 exists 4 expire 5 get 6 increment 7 length 8 pop 9 push 10 set 11
    time 12
}

#[unsafe(no_mangle)]
pub fn serve(
    socket: &mut Socket,
    command: u8,
    key: &[u8],
    number: u64,
    context: &mut Context<'_>,
) -> Result<u64, u8> {
    let mut run = pin!(socket.run(command, key, number));
    loop {
        if let Poll::Ready(result) = run.as_mut().poll(context) {
            return result;
        }
    }
}
