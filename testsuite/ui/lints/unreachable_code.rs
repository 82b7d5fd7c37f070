// Code after what never comes back.
//@ check-pass
//@ warning: unreachable expression
//@ warning: unreachable statement
//@ warning: unreachable statement
//@ warning: unreachable statement
#![crate_type = "lib"]

async fn forever() -> ! {
    loop {
        std::future::ready(()).await;
    }
}

pub async fn after_return() -> u8 {
    return 1;
    std::future::ready(2).await
}

pub async fn after_a_loop() {
    loop {
        std::future::ready(()).await;
    }
    std::hint::black_box(1);
}

pub async fn after_an_endless_future() {
    forever().await;
    std::future::ready(()).await;
}

pub async fn in_a_block() {
    let block = async {
        panic!();
        std::future::ready(()).await;
    };
    block.await;
}
