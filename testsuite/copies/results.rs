//! Results of constructors, moved into locals.

use super::common::{Pause, Pin1, drive, look, mix};

#[derive(Clone, Copy, Debug)]
pub enum Error {
    Bus(u32),
    Busy,
}

pub struct Bus {
    words: [u32; 9],
    select: Pin1,
    reset: Option<Pin1>,
}

impl Bus {
    async fn reset(&mut self) -> Result<(), Error> {
        Pause(1).await;
        let bus = look(self);
        if bus.words[0] == 99 { Err(Error::Bus(bus.words[1])) } else { Ok(()) }
    }
}

pub struct Radio {
    bus: Bus,
    public: bool,
    mode: Option<u16>,
    history: [u32; 4],
}

impl Radio {
    async fn with_word(bus: Bus, word: u16) -> Result<Self, Error> {
        let mut radio = Radio { bus, public: word > 3, mode: Some(word), history: [1; 4] };
        radio.init().await?;
        Ok(radio)
    }

    async fn new(bus: Bus, public: bool) -> Result<Self, Error> {
        Self::with_word(bus, if public { 0x3444 } else { 2 }).await
    }

    async fn init(&mut self) -> Result<(), Error> {
        self.bus.reset().await?;
        Pause(1).await;
        self.mode = None;
        Ok(())
    }

    async fn listen(&mut self, channels: [u32; 7]) -> Result<u32, Error> {
        look(&channels);
        self.init().await?;
        Pause(1).await;
        self.history[1] = mix(look(&channels));
        Ok(self.history[1])
    }
}

/// A driver that takes its parts back from a broken one.
struct Link {
    radio: Radio,
    address: [u8; 20],
}

impl Link {
    async fn open(radio: Radio, address: [u8; 20]) -> Result<Link, (Error, Radio)> {
        let mut link = Link { radio, address };
        Pause(1).await;
        match link.radio.init().await {
            Ok(()) => Ok(link),
            Err(error) => Err((error, link.radio)),
        }
    }
}

async fn application(words: [u32; 9]) -> u32 {
    let bus = Bus { words, select: Pin1(1), reset: Some(Pin1(3)) };
    let mut radio = Radio::new(bus, false).await.unwrap();
    let led = Pin1(9);
    let mut sum = 0;
    for round in 0..3 {
        Pause(1).await;
        look(&led);
        match radio.listen([round + radio.bus.words[3]; 7]).await {
            Ok(heard) => sum ^= heard,
            Err(Error::Bus(word)) => sum += word,
            Err(Error::Busy) => {}
        }
    }
    sum + u32::from(radio.public)
}

async fn retried(words: [u32; 9]) -> Result<u32, Error> {
    let bus = Bus { words, select: Pin1(4), reset: None };
    let mut radio = Radio::new(bus, true).await?;
    Pause(1).await;
    let mut address = [7; 20];
    let link = loop {
        radio = match Link::open(radio, address).await {
            Ok(link) => break link,
            Err((Error::Busy, radio)) => radio,
            Err((error, _)) => return Err(error),
        };
        address[0] += 1;
    };
    Pause(2).await;
    let Link { radio, address } = link;
    let mut radio = radio;
    let heard = radio.listen([address[3].into(); 7]).await?;
    Ok(heard ^ mix(&radio.history))
}

pub fn run() -> [u32; 3] {
    let words = core::hint::black_box([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let failed = drive(retried([99; 9])).map_or_else(|_| 1, |_| 2);
    [drive(application(words)), drive(retried(words)).unwrap_or(0), failed]
}
