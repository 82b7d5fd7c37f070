// References that leave the body to which they were lent.
//@ check-fail
//@ error[E0521]: borrowed data escapes outside of method
//@ error[E0521]: borrowed data escapes outside of function
#![crate_type = "lib"]

use std::sync::mpsc::Sender;

pub struct Owner {
    text: String,
    channel: Sender<&'static str>,
}

impl Owner {
    pub async fn send(&self) {
        let _ = self.channel.send(&self.text);
    }
}

pub async fn of_an_argument(text: &mut String, channel: Sender<&'static mut String>) {
    let _ = channel.send(text);
}
