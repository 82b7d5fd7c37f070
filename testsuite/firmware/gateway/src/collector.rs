//! Batches records into packets.

use embassy_futures::select::{Either, select};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;

use crate::display::{EVENTS, Event};
use crate::packet::{Kind, Packet};
use crate::sensors::{RECORDS, Record};
use crate::uplink::UPLINK;
use crate::watchdog::{self, Part};

/// Sends what there is, even if the packet is not full.
pub static FLUSH: Signal<CriticalSectionRawMutex, ()> = Signal::new();

async fn batch() -> Packet {
    let mut packet = Packet::empty(Kind::Telemetry);
    while packet.room() >= Record::SIZE {
        match select(RECORDS.receive(), FLUSH.wait()).await {
            Either::First(record) => packet.append(&record.to_bytes()),
            Either::Second(()) => break,
        }
    }
    packet
}

/// Hands packets of records to the uplink.
#[embassy_executor::task]
pub async fn collector() {
    let mut lost = 0;
    loop {
        let packet = batch().await;
        watchdog::alive(Part::Collector);
        let result = UPLINK.lock().await.send(packet).await;
        if let Err(failure) = result {
            lost += 1;
            EVENTS.send(Event::PacketLost { lost, failure }).await;
        }
    }
}
