//! hyper and axum, serving and fetching over loopback, by HTTP/1 and HTTP/2.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, client, server};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::JoinHandle;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Body = BoxBody<Bytes, Infallible>;

/// Runs a future to its end and prints its size and its result.
fn run<F: Future<Output = Result<Vec<String>, Error>>>(name: &str, future: F) {
    println!("size {name} {}", size_of::<F>());
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for line in runtime.block_on(future).unwrap() {
        println!("{name}: {line}");
    }
}

fn full(text: impl Into<Bytes>) -> Body {
    Full::new(text.into()).boxed()
}

async fn answer(request: Request<Incoming>) -> Result<Response<Body>, Error> {
    let path = request.uri().path().to_owned();
    let response = match (request.method(), path.as_str()) {
        (&Method::GET, "/") => Response::new(full("root")),
        (&Method::POST, "/reverse") => {
            let mut bytes = request.into_body().collect().await?.to_bytes().to_vec();
            bytes.reverse();
            Response::new(full(bytes))
        }
        (&Method::POST, "/count") => {
            let mut body = request.into_body();
            let mut count = 0;
            while let Some(frame) = body.frame().await {
                count += frame?.data_ref().map_or(0, Bytes::len);
            }
            Response::new(full(count.to_string()))
        }
        (&Method::GET, "/parts") => {
            let parts = (0..4).map(|n| Ok(Frame::data(Bytes::from(format!("part {n};")))));
            Response::new(Parts(parts.collect()).boxed())
        }
        _ => {
            let mut response = Response::new(full(format!("no {path}")));
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    Ok(response)
}

/// One part at each poll.
struct Parts(std::collections::VecDeque<Result<Frame<Bytes>, Infallible>>);

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        std::task::Poll::Ready(self.0.pop_front())
    }
}

async fn bound() -> Result<(TcpListener, SocketAddr), Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn request(method: Method, path: &str, body: &'static str) -> Result<Request<Full<Bytes>>, Error> {
    let request = Request::builder().method(method).uri(path).header("host", "loopback");
    Ok(request.body(Full::new(Bytes::from_static(body.as_bytes())))?)
}

async fn describe(response: Response<Incoming>) -> Result<String, Error> {
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await?.to_bytes().to_vec())?;
    let kind = parts.headers.get("content-type").map(HeaderValue::to_str).transpose()?;
    Ok(format!("{} {kind:?} {text}", parts.status))
}

const REQUESTS: [(Method, &str, &str); 5] = [
    (Method::GET, "/", ""),
    (Method::POST, "/reverse", "a body to be turned round"),
    (Method::GET, "/parts", ""),
    (Method::POST, "/count", "some bytes"),
    (Method::GET, "/nowhere", ""),
];

async fn http1() -> Result<Vec<String>, Error> {
    let (listener, address) = bound().await?;
    let server: JoinHandle<Result<(), Error>> = tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service_fn(answer))
            .await?;
        Ok(())
    });
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (mut sender, connection) = client::conn::http1::handshake(stream).await?;
    let connection = tokio::spawn(connection);
    let mut answers = Vec::new();
    for (method, path, body) in REQUESTS {
        sender.ready().await?;
        answers.push(describe(sender.send_request(request(method, path, body)?).await?).await?);
    }
    drop(sender);
    connection.await??;
    server.await??;
    Ok(answers)
}

async fn http2() -> Result<Vec<String>, Error> {
    let (listener, address) = bound().await?;
    let server: JoinHandle<Result<(), Error>> = tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        server::conn::http2::Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(stream), service_fn(answer))
            .await?;
        Ok(())
    });
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (sender, connection) = client::conn::http2::handshake(TokioExecutor::new(), stream).await?;
    let connection = tokio::spawn(connection);
    let mut streams = Vec::new();
    for (method, path, body) in REQUESTS {
        let mut sender = sender.clone();
        let uri = format!("http://{address}{path}");
        let request = request(method, &uri, body)?;
        streams.push(tokio::spawn(async move {
            sender.ready().await?;
            describe(sender.send_request(request).await?).await
        }));
    }
    let mut answers = Vec::new();
    for stream in streams {
        answers.push(stream.await??);
    }
    drop(sender);
    connection.await??;
    server.await??;
    Ok(answers)
}

type Shared = Arc<tokio::sync::Mutex<BTreeMap<String, u32>>>;

async fn add(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    Json(value): Json<u32>,
) -> Json<BTreeMap<String, u32>> {
    let mut map = shared.lock().await;
    *map.entry(name).or_default() += value;
    Json(map.clone())
}

async fn find(
    State(shared): State<Shared>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<String, StatusCode> {
    let name = query.get("name").ok_or(StatusCode::BAD_REQUEST)?;
    let map = shared.lock().await;
    map.get(name).map(u32::to_string).ok_or(StatusCode::NOT_FOUND)
}

async fn routed() -> Result<Vec<String>, Error> {
    let (listener, address) = bound().await?;
    let router = Router::new()
        .route("/add/{name}", post(add))
        .route("/find", get(find))
        .layer(axum::middleware::from_fn(async |request, next: axum::middleware::Next| {
            let mut response = next.run(request).await;
            response.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
            response
        }))
        .with_state(Shared::default());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        axum::serve(listener, router).with_graceful_shutdown(stopped).await
    });
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (mut sender, connection) = client::conn::http1::handshake(stream).await?;
    let connection = tokio::spawn(connection);
    let mut answers = Vec::new();
    for (method, path, body) in [
        (Method::POST, "/add/one", "1"),
        (Method::POST, "/add/two", "2"),
        (Method::POST, "/add/one", "10"),
        (Method::GET, "/find?name=one", ""),
        (Method::GET, "/find?name=three", ""),
        (Method::GET, "/find", ""),
        (Method::POST, "/add/one", "no number"),
    ] {
        let mut request = request(method, path, body)?;
        request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        sender.ready().await?;
        let response = sender.send_request(request).await?;
        let seen = response.headers().contains_key("x-seen");
        answers.push(format!("{} {seen}", describe(response).await?));
    }
    drop(sender);
    connection.await??;
    stop.send(()).map_err(|()| "the server has ended")?;
    server.await??;
    Ok(answers)
}

fn main() {
    run("http1", http1());
    run("http2", http2());
    run("routed", routed());
}
