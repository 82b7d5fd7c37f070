//! Generic async fns that await what a user implements.

#![allow(async_fn_in_trait)]

pub trait Step {
    async fn step(self) -> u32;
}

pub async fn once<S: Step>(step: S) -> u32 {
    std::future::ready(()).await;
    step.step().await
}

pub async fn in_order<S: Step + Copy>(step: S) -> u32 {
    let first = once(step).await;
    first + again(step).await
}

async fn again<S: Step>(step: S) -> u32 {
    step.step().await
}
