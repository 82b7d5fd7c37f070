//! A web server and its client on hyper.

use std::convert::Infallible;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Full, Limited};
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

async fn body_of<B>(body: B, most: usize) -> Result<Bytes>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Ok(Limited::new(body, most).collect().await?.to_bytes())
}

async fn reversed(request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let mut bytes = body_of(request.into_body(), 4096).await?.to_vec();
    bytes.reverse();
    Ok(Response::new(Full::new(bytes.into())))
}

async fn answer(
    request: Request<Incoming>,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let response = match (request.method(), request.uri().path()) {
        (&Method::GET, "/") => Ok(Response::new(Full::new(Bytes::from_static(b"hello")))),
        (&Method::POST, "/reversed") => reversed(request).await,
        _ => Err("nothing is here".into()),
    };
    Ok(response.unwrap_or_else(|error| {
        let mut response = Response::new(Full::new(Bytes::from(error.to_string())));
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }))
}

async fn serve(listener: TcpListener) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            let connection = auto::Builder::new(TokioExecutor::new());
            if let Err(error) =
                connection.serve_connection(TokioIo::new(stream), service_fn(answer)).await
            {
                eprintln!("{error}");
            }
        });
    }
}

/// By hyper's own connection.
async fn get(address: SocketAddr) -> Result<Bytes> {
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            eprintln!("{error}");
        }
    });
    let request = Request::get("/").header("host", "here").body(Empty::<Bytes>::new())?;
    let mut response = sender.send_request(request).await?;
    let mut all = Vec::new();
    while let Some(frame) = response.frame().await {
        if let Some(data) = frame?.data_ref() {
            all.extend_from_slice(data);
        }
    }
    Ok(all.into())
}

/// By the pooling client.
async fn post(address: SocketAddr) -> Result<Bytes> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let uri = format!("http://{address}/reversed");
    let request = Request::post(uri).body(Full::new(Bytes::from_static(b"olleh")))?;
    body_of(client.request(request).await?.into_body(), 4096).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));
    let (got, posted) = tokio::try_join!(get(address), post(address))?;
    println!("{got:?} {posted:?}");
    Ok(())
}
