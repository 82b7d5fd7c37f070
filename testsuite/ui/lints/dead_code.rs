// Async fns, methods and variants that nobody uses.
//@ build-pass
//@ warning: function `never_called` is never used
//@ warning: function `also_never_called` is never used
//@ warning: method `unused` is never used
//@ lowered: 4
async fn never_called() {
    also_never_called().await;
}

async fn also_never_called() {}

struct Device;

impl Device {
    async fn used(&self) {}

    async fn unused(&self) {}
}

fn main() {
    drop(Device.used());
}
