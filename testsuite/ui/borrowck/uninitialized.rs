// Variables that some path through a suspension does not initialize.
//@ check-fail
//@ error[E0381]: used binding `number` is possibly-uninitialized
//@ error[E0381]: used binding `number` isn't initialized
#![crate_type = "lib"]

async fn other() {}

pub async fn one_branch(flag: bool) -> u8 {
    let number;
    if flag {
        other().await;
        number = 1;
    }
    number
}

pub async fn in_a_loop() -> u8 {
    let number: u8;
    loop {
        other().await;
        if number == 3 {
            break;
        }
    }
    0
}
