//! Borrows and moves that a suspension does not allow.
//@ errors: 6
//@ message: recursion in an async fn requires boxing

async fn other() {}

async fn moved(text: String) -> String {
    let taken = async move { text.len() };
    taken.await;
    text
}

async fn two_mutable(list: &mut Vec<u32>) {
    let first = &mut *list;
    let second = &mut *list;
    other().await;
    first.push(1);
    second.push(2);
}

async fn short_lived() -> usize {
    let kept;
    {
        let text = String::from("text");
        kept = &text;
        other().await;
    }
    kept.len()
}

fn of_a_local() -> impl Future<Output = usize> {
    let text = String::from("text");
    async { text.len() }
}

async fn recursive(n: u32) -> u32 {
    if n == 0 { 0 } else { recursive(n - 1).await + 1 }
}

async fn ping(n: u32) {
    if n > 0 {
        pong(n - 1).await;
    }
}

async fn pong(n: u32) {
    if n > 0 {
        ping(n - 1).await;
    }
}

fn main() {
    drop((moved(String::new()), two_mutable(&mut vec![]), short_lived(), of_a_local()));
    drop((recursive(1), ping(1)));
}
