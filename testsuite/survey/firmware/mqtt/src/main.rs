//! An MQTT client: rust-mqtt on embassy-net. It publishes a count, and listens to a topic.
#![no_std]
#![no_main]

use embassy_executor::Spawner;
use embassy_futures::select::{Either, select};
use embassy_net::tcp::TcpSocket;
use embassy_net::{Ipv4Address, Stack};
use embassy_time::Timer;
use panic_halt as _;
use rust_mqtt::Bytes;
use rust_mqtt::buffer::BumpBuffer;
use rust_mqtt::client::Client;
use rust_mqtt::client::options::{
    ConnectOptions, PublicationOptions, SubscriptionOptions, TopicReference,
};
use rust_mqtt::types::{MqttString, TopicFilter, TopicName};

const BROKER: (Ipv4Address, u16) = (Ipv4Address::new(10, 0, 0, 1), 1883);

/// Until the connection ends.
async fn talk(stack: Stack<'static>) -> Option<()> {
    let (mut received, mut sent, mut memory) = ([0; 1024], [0; 1024], [0; 1024]);
    let mut socket = TcpSocket::new(stack, &mut received, &mut sent);
    socket.connect(BROKER).await.ok()?;
    let mut buffer = BumpBuffer::new(&mut memory);
    let mut client = Client::<'_, '_, _, _, 1, 1, 1, 1, 16, 0, 1>::new(&mut buffer);
    let name = MqttString::try_from("survey").ok()?;
    client.connect(socket, &ConnectOptions::new().clean_start(), Some(name)).await.ok()?;
    let topic = MqttString::from_str("survey/count").ok()?;
    let filter = TopicFilter::new(topic.as_borrowed())?;
    client.subscribe(filter, &SubscriptionOptions::new().exactly_once()).await.ok()?;
    let topic = TopicName::new(topic.as_borrowed())?;
    let options = PublicationOptions::new(TopicReference::Name(topic)).exactly_once();
    let mut count = 0_u32;
    loop {
        match select(Timer::after_secs(1), client.poll()).await {
            Either::First(()) => {
                count += 1;
                client.publish(&options, Bytes::from(&count.to_be_bytes()[..])).await.ok()?;
            }
            Either::Second(event) => drop(event.ok()?),
        }
    }
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(stack) = net::start(spawner).await else { return };
    loop {
        talk(stack).await;
        Timer::after_secs(5).await;
    }
}
