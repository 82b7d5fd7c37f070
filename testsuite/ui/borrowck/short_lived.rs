// What is borrowed across a suspension lives too short.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0597]: `text` does not live long enough
//@ error[E0716]: temporary value dropped while borrowed
//@ error[E0505]: cannot move out of `text` because it is borrowed
//@ error[E0515]: cannot return reference to local variable `text`
#![crate_type = "lib"]

async fn other() {}

pub async fn a_local() -> usize {
    let kept;
    {
        let text = String::from("text");
        kept = &text;
        other().await;
    }
    kept.len()
}

pub async fn a_temporary() -> usize {
    let kept = String::from("text").as_str();
    other().await;
    kept.len()
}

pub async fn moved_away(text: String) -> usize {
    let kept = &text;
    drop(text);
    other().await;
    kept.len()
}

pub async fn returned<'a>() -> &'a str {
    let text = String::new();
    other().await;
    &text
}
