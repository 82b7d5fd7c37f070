//! Serves a few pages over HTTP/1 and HTTP/2 and fetches them over loopback.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc, oneshot};

type Failure = Box<dyn Error + Send + Sync>;
type Store = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// Answers one request.
async fn answer(
    request: Request<Incoming>,
    store: Store,
    log: mpsc::Sender<String>,
) -> Result<Response<Full<Bytes>>, Failure> {
    let path = request.uri().path().to_owned();
    log.send(format!("{} {path}", request.method())).await?;
    let response = match *request.method() {
        Method::GET => match store.lock().await.get(&path) {
            Some(page) => Response::new(Full::new(page.clone())),
            None => status(StatusCode::NOT_FOUND)?,
        },
        Method::PUT => {
            let body = tokio::time::timeout(Duration::from_secs(5), request.collect()).await??;
            let old = store.lock().await.insert(path, body.to_bytes());
            status(if old.is_some() { StatusCode::OK } else { StatusCode::CREATED })?
        }
        _ => status(StatusCode::METHOD_NOT_ALLOWED)?,
    };
    Ok(response)
}

fn status(status: StatusCode) -> Result<Response<Full<Bytes>>, Failure> {
    Ok(Response::builder().status(status).body(Full::default())?)
}

/// Serves `connections` connections: the first by HTTP/1, the others by HTTP/2.
async fn serve(
    listener: TcpListener,
    connections: usize,
    log: mpsc::Sender<String>,
) -> Result<(), Failure> {
    let store = Store::default();
    for number in 0..connections {
        let (stream, _) = listener.accept().await?;
        let io = TokioIo::new(stream);
        let (store, log) = (store.clone(), log.clone());
        let service = service_fn(move |request| answer(request, store.clone(), log.clone()));
        if number == 0 {
            hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(io, service)
                .await?;
        } else {
            hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .serve_connection(io, service)
                .await?;
        }
    }
    Ok(())
}

fn request(method: &str, path: &str, body: &'static str) -> Result<Request<Full<Bytes>>, Failure> {
    let uri = format!("http://localhost{path}");
    Ok(Request::builder()
        .method(method)
        .uri(uri)
        .header("host", "localhost")
        .body(Full::new(Bytes::from_static(body.as_bytes())))?)
}

const REQUESTS: [(&str, &str, &str); 4] =
    [("GET", "/page", ""), ("PUT", "/page", "hello"), ("GET", "/page", ""), ("POST", "/page", "")];

async fn show(answer: Response<Incoming>) -> Result<String, Failure> {
    let status = answer.status();
    let body = answer.collect().await?.to_bytes();
    Ok(format!("{status} `{}`", String::from_utf8_lossy(&body)))
}

async fn fetch(
    address: std::net::SocketAddr,
    answers: oneshot::Sender<Vec<String>>,
) -> Result<(), Failure> {
    let mut shown = Vec::new();
    let io = TokioIo::new(TcpStream::connect(address).await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
    let running = tokio::spawn(connection);
    for (method, path, body) in REQUESTS {
        shown.push(show(sender.send_request(request(method, path, body)?).await?).await?);
    }
    drop(sender);
    running.await??;
    let io = TokioIo::new(TcpStream::connect(address).await?);
    let executor = TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io).await?;
    let running = tokio::spawn(connection);
    for (method, path, body) in REQUESTS {
        shown.push(show(sender.send_request(request(method, path, body)?).await?).await?);
    }
    drop(sender);
    running.await??;
    answers.send(shown).map_err(|_| "nobody waits for the answers")?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let (log, mut logged) = mpsc::channel(64);
    let (answers, shown) = oneshot::channel();
    let (served, fetched) = tokio::join!(serve(listener, 2, log), fetch(address, answers));
    served?;
    fetched?;
    for answer in shown.await? {
        println!("{answer}");
    }
    while let Some(line) = logged.recv().await {
        println!("{line}");
    }
    Ok(())
}
