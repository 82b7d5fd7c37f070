//! A web server: picoserve on embassy-net.
#![no_std]
#![no_main]

use core::sync::atomic::{AtomicU32, Ordering};

use embassy_executor::Spawner;
use embassy_futures::join::join;
use embassy_net::Stack;
use panic_halt as _;
use picoserve::response::Json;
use picoserve::routing::{PathRouter, get, parse_path_segment};
use picoserve::{Config, Router, Server};

static CONFIG: Config = Config::const_default().keep_connection_alive();
static VALUE: AtomicU32 = AtomicU32::new(0);

/// What the server tells of itself.
#[derive(serde::Serialize)]
struct Answer {
    value: u32,
}

fn app() -> Router<impl PathRouter> {
    Router::new()
        .route("/", get(async || "Hello"))
        .route("/value", get(async || Json(Answer { value: VALUE.load(Ordering::Relaxed) })))
        .route(
            ("/value", parse_path_segment::<u32>()),
            get(async |value: u32| {
                VALUE.store(value, Ordering::Relaxed);
                Json(Answer { value })
            }),
        )
}

/// One connection at a time.
async fn serve(app: &Router<impl PathRouter>, stack: Stack<'static>, name: &str) {
    let (mut received, mut sent, mut buffer) = ([0; 1024], [0; 1024], [0; 2048]);
    let server = Server::new(app, &CONFIG, &mut buffer);
    server.listen_and_serve(name, stack, 80, &mut received, &mut sent).await;
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let Some(stack) = net::start(spawner).await else { return };
    let app = app();
    join(serve(&app, stack, "first"), serve(&app, stack, "second")).await;
}
