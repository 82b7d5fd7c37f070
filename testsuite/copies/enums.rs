//! Payloads of enums: states of a protocol, options, and what is taken out of them.

use super::common::{Pause, Pin1, drive, look, mix};

struct Idle {
    gate: Pin1,
    config: [u32; 6],
}

struct Joined {
    session: [u32; 5],
    idle: Idle,
}

enum State {
    Idle(Idle),
    Joined(u8, Joined),
    Failed { idle: Idle, code: u32 },
}

impl Idle {
    async fn join(self, key: [u32; 5]) -> State {
        look(&self);
        Pause(1).await;
        if mix(&key) == 0 {
            return State::Failed { idle: self, code: 1 };
        }
        let joined = Joined { session: key, idle: self };
        look(&joined);
        Pause(1).await;
        State::Joined(3, joined)
    }
}

impl Joined {
    async fn send(mut self, word: u32) -> Result<Self, (Idle, u32)> {
        self.session[1] ^= word;
        look(&self);
        Pause(1).await;
        if word == 5 { Err((self.idle, word)) } else { Ok(self) }
    }
}

async fn step(state: State, round: u32) -> State {
    match state {
        State::Idle(idle) => idle.join([round; 5]).await,
        State::Joined(tries, joined) => match joined.send(round).await {
            Ok(joined) => State::Joined(tries + 1, joined),
            Err((idle, code)) => State::Failed { idle, code },
        },
        State::Failed { idle, code } => {
            Pause(code % 3).await;
            State::Idle(idle)
        }
    }
}

async fn protocol(config: [u32; 6]) -> u32 {
    let mut state = State::Idle(Idle { gate: Pin1(1), config });
    let mut sum = 0;
    for round in 0..12 {
        state = step(state, round).await;
        Pause(1).await;
        sum ^= match look(&state) {
            State::Idle(idle) => mix(&idle.config),
            State::Joined(tries, joined) => {
                u32::from(*tries) ^ mix(&joined.session) ^ mix(&joined.idle.config)
            }
            State::Failed { idle, code } => code ^ u32::from(idle.gate.0),
        };
    }
    sum
}

async fn options(config: [u32; 6]) -> u32 {
    let mut parked = Some(Idle { gate: Pin1(2), config });
    look(&parked);
    Pause(1).await;
    let Some(idle) = parked.take() else { return 0 };
    Pause(1).await;
    let sum = mix(&look(&idle).config);
    match idle.join([sum; 5]).await {
        State::Joined(_, joined) => {
            parked = Some(joined.idle);
            Pause(1).await;
        }
        other => {
            Pause(1).await;
            look(&other);
        }
    }
    sum.wrapping_mul(3) ^ parked.map_or(9, |idle| mix(&idle.config) ^ u32::from(idle.gate.0))
}

pub fn run() -> [u32; 3] {
    let seed = core::hint::black_box(11);
    let parked = drive(options([seed; 6]));
    [drive(protocol([seed; 6])), parked, drive(protocol([0; 6]))]
}
