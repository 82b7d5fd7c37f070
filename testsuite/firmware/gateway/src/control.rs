//! Commands, alarms, the button and a heartbeat, whichever comes.

use embassy_futures::join::join3;
use embassy_futures::select::{Either4, select4};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, Ticker};

use crate::collector::FLUSH;
use crate::display::{EVENTS, Event};
use crate::flash::{Error, FLASH};
use crate::packet::{Kind, Packet};
use crate::sensors::{ALARM, Record, measure};
use crate::settings::{SETTINGS, Settings};
use crate::uplink::UPLINK;

/// Commands and their numbers.
pub static COMMANDS: Channel<CriticalSectionRawMutex, (u8, Command), 2> = Channel::new();
/// The button was pressed.
pub static BUTTON: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// What the other side can ask for.
#[derive(Clone, Copy, Debug)]
pub enum Command {
    Echo([u8; 4]),
    SetThreshold(i32),
    SetName([u8; 12]),
    ShowSettings,
    Flush,
    Measure(u8),
    Unknown,
}

impl From<&[u8]> for Command {
    fn from(bytes: &[u8]) -> Self {
        match *bytes {
            [0, a, b, c, d] => Command::Echo([a, b, c, d]),
            [1, a, b, c, d] => Command::SetThreshold(i32::from_le_bytes([a, b, c, d])),
            [2, ref name @ ..] => name.try_into().map_or(Command::Unknown, Command::SetName),
            [3] => Command::ShowSettings,
            [4] => Command::Flush,
            [5, number] => Command::Measure(number),
            _ => Command::Unknown,
        }
    }
}

/// Sends what may be lost.
async fn tell(packet: Packet) {
    let _ = UPLINK.lock().await.send(packet).await;
}

async fn answer(number: u8, data: &[u8]) {
    let mut packet = Packet::new(Kind::Answer, &[number]);
    packet.append(data);
    tell(packet).await;
}

async fn change(change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
    let mut settings = SETTINGS.lock().await;
    change(&mut settings);
    settings.save(&mut *FLASH.lock().await).await
}

async fn set_threshold(number: u8, threshold: i32) {
    let done = change(|settings| settings.threshold = threshold).await.is_ok();
    EVENTS.send(Event::Threshold(threshold)).await;
    answer(number, &[u8::from(done)]).await;
}

async fn set_name(number: u8, name: [u8; 12]) {
    let done = change(|settings| settings.name = name).await.is_ok();
    EVENTS.send(Event::Name(name)).await;
    answer(number, &[u8::from(done)]).await;
}

async fn show_settings(number: u8) {
    let loaded = Settings::load(&mut *FLASH.lock().await).await;
    match loaded {
        Ok(settings) => {
            let mut packet = Packet::new(Kind::Answer, &[number]);
            packet.append(&settings.threshold.to_le_bytes());
            packet.append(&settings.name);
            tell(packet).await;
        }
        Err(_) => answer(number, b"flash").await,
    }
}

async fn measure_all(number: u8, of: u8) {
    let of = u32::from(of);
    let values = join3(measure(0, of), measure(1, of), measure(2, of)).await;
    let mut packet = Packet::new(Kind::Answer, &[number]);
    for (sensor, value) in [values.0, values.1, values.2].into_iter().enumerate() {
        packet.append(&Record { number: of, sensor: sensor as u32, value }.to_bytes());
    }
    tell(packet).await;
}

async fn execute(number: u8, command: Command) {
    match command {
        Command::Echo(data) => answer(number, &data).await,
        Command::SetThreshold(threshold) => set_threshold(number, threshold).await,
        Command::SetName(name) => set_name(number, name).await,
        Command::ShowSettings => show_settings(number).await,
        Command::Flush => {
            FLUSH.signal(());
            answer(number, &[]).await;
        }
        Command::Measure(of) => measure_all(number, of).await,
        Command::Unknown => answer(number, b"unknown").await,
    }
}

/// Reacts to what comes.
#[embassy_executor::task]
pub async fn control() {
    let mut heartbeat = Ticker::every(Duration::from_millis(250));
    let mut beats = 0_u32;
    loop {
        match select4(COMMANDS.receive(), ALARM.wait(), BUTTON.wait(), heartbeat.next()).await {
            Either4::First((number, command)) => execute(number, command).await,
            Either4::Second(record) => tell(Packet::new(Kind::Alarm, &record.to_bytes())).await,
            Either4::Third(()) => EVENTS.send(Event::Button).await,
            Either4::Fourth(()) => {
                beats += 1;
                tell(Packet::new(Kind::Heartbeat, &beats.to_le_bytes())).await;
            }
        }
    }
}
