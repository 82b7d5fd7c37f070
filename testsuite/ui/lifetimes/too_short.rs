// Results and arguments that would have to live longer than they do.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: lifetime may not live long enough
//@ error: lifetime may not live long enough
//@ error[E0621]: explicit lifetime required in the type of `text`
#![crate_type = "lib"]

async fn other() {}

pub async fn the_other<'a, 'b>(_: &'a str, right: &'b str) -> &'a str {
    other().await;
    right
}

pub async fn pushed<'a, 'b>(list: &mut Vec<&'a str>, text: &'b str) {
    other().await;
    list.push(text);
}

pub async fn unnamed<'a>(list: &mut Vec<&'a str>, text: &str) {
    other().await;
    list.push(text);
}
