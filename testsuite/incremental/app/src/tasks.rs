//! Futures that know nothing of the struct's size.

use crate::data::Record;

pub async fn consume(record: Record) -> u64 {
    work::Suspend::new().await;
    record.sum()
}

pub async fn outer(record: Record) -> u64 {
    let before = record.sum();
    let after = async move {
        work::Suspend::new().await;
        let kept = record;
        work::Suspend::new().await;
        kept.sum()
    };
    before + after.await + consume(Record::new(1)).await
}
