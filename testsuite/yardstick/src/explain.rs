//! Why a floor is what it is: what has to be kept at each suspension.

use crate::{Future, Stop};

/// An indented tree: the future, its suspensions, and under each the values that are kept there.
pub fn explain(future: &Future) -> String {
    let Future { name, target, source, ty, stock, plugin, floor, .. } = future;
    let mut text = format!(
        "{name} ({target}): stock {stock}, plugin {plugin}, floor {floor} bytes\n  {ty}\n  {source}\n"
    );
    let bytes = |stop: &Stop| stop.kept.iter().map(|kept| kept.bytes).sum::<u64>();
    let most = future.stops.iter().map(bytes).max();
    for stop in &future.stops {
        let mark = if Some(bytes(stop)) == most { ", the most" } else { "" };
        match &stop.at {
            Some(at) => text += &format!("  suspended at {at}: {} bytes{mark}\n", bytes(stop)),
            None => text += &format!("  not yet resumed: {} bytes{mark}\n", bytes(stop)),
        }
        for kept in &stop.kept {
            let why = if kept.behind { "  (its address is kept)" } else { "" };
            text += &format!("    {:>8}  {}  {}{why}\n", kept.bytes, kept.name, kept.declared);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kept;

    #[test]
    fn values_stand_under_their_suspension() {
        let kept = |name: &str, bytes, behind| Kept {
            name: name.to_owned(),
            declared: "a.rs:1:1: 1:2".to_owned(),
            bytes,
            behind,
        };
        let at = |line: u32, kept| Stop { at: Some(format!("a.rs:{line}")), kept };
        let future = Future {
            name: "a::f".to_owned(),
            corpus: "micro".to_owned(),
            target: "host".to_owned(),
            source: "a.rs:1:1: 9:2".to_owned(),
            ty: "{async fn body of a::f()}".to_owned(),
            stock: 90,
            plugin: 80,
            floor: 72,
            lowered: true,
            stops: vec![
                Stop { at: None, kept: vec![] },
                at(4, vec![kept("_3 x", 64, true), kept("_5", 1, false)]),
            ],
        };
        let expected = "\
a::f (host): stock 90, plugin 80, floor 72 bytes
  {async fn body of a::f()}
  a.rs:1:1: 9:2
  not yet resumed: 0 bytes
  suspended at a.rs:4: 65 bytes, the most
          64  _3 x  a.rs:1:1: 1:2  (its address is kept)
           1  _5  a.rs:1:1: 1:2
";
        assert_eq!(explain(&future), expected);
    }
}
