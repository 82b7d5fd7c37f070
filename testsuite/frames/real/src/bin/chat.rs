//! A chat over TCP on tokio: a task per connection, a broadcast channel, timeouts, `select!`.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore, broadcast, mpsc, oneshot};
use tokio::time::{interval, timeout};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What is said, and by whom.
#[derive(Clone, Debug)]
struct Message {
    name: Arc<str>,
    text: String,
}

struct Room {
    messages: broadcast::Sender<Message>,
    names: Mutex<Vec<Arc<str>>>,
    places: Semaphore,
}

impl Room {
    async fn enter(&self, name: &str) -> Result<Arc<str>> {
        let place = timeout(Duration::from_secs(1), self.places.acquire()).await??;
        place.forget();
        let name: Arc<str> = name.into();
        let mut names = self.names.lock().await;
        if names.contains(&name) {
            return Err("the name is taken".into());
        }
        names.push(Arc::clone(&name));
        Ok(name)
    }

    async fn leave(&self, name: &Arc<str>) {
        self.names.lock().await.retain(|other| other != name);
        self.places.add_permits(1);
    }
}

async fn read_line(reader: &mut BufReader<OwnedReadHalf>) -> Result<Option<String>> {
    let mut line = String::new();
    let read = timeout(Duration::from_secs(60), reader.read_line(&mut line)).await??;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

async fn write_line(writer: &mut OwnedWriteHalf, line: &str) -> Result<()> {
    writer.write_all(line.as_bytes()).await?;
    writer.write_all(b"\n").await?;
    writer.flush().await?;
    Ok(())
}

async fn talk(room: &Room, name: &Arc<str>, stream: TcpStream) -> Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    let mut messages = room.messages.subscribe();
    let mut reminder = interval(Duration::from_secs(30));
    loop {
        tokio::select! {
            line = read_line(&mut reader) => {
                let Some(text) = line? else { return Ok(()) };
                room.messages.send(Message { name: Arc::clone(name), text })?;
            }
            message = messages.recv() => {
                let Message { name, text } = message?;
                write_line(&mut writer, &format!("{name}: {text}")).await?;
            }
            _ = reminder.tick() => write_line(&mut writer, "still there?").await?,
        }
    }
}

async fn connection(room: Arc<Room>, stream: TcpStream, log: mpsc::Sender<String>) -> Result<()> {
    let peer = stream.peer_addr()?.to_string();
    let name = room.enter(&peer).await?;
    log.send(format!("{peer} has come")).await?;
    let result = talk(&room, &name, stream).await;
    room.leave(&name).await;
    log.send(format!("{peer} has gone")).await?;
    result
}

async fn keep_log(mut lines: mpsc::Receiver<String>, done: oneshot::Sender<usize>) -> Result<()> {
    let mut file = tokio::fs::File::create("chat.log").await?;
    let mut count = 0;
    while let Some(line) = lines.recv().await {
        file.write_all(line.as_bytes()).await?;
        count += 1;
    }
    file.sync_all().await?;
    let _ = done.send(count);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let room = Arc::new(Room {
        messages: broadcast::channel(16).0,
        names: Mutex::default(),
        places: Semaphore::new(8),
    });
    let (log, lines) = mpsc::channel(4);
    let (done, count) = oneshot::channel();
    tokio::spawn(keep_log(lines, done));
    for _ in 0..3 {
        let (stream, _) = listener.accept().await?;
        let task = connection(Arc::clone(&room), stream, log.clone());
        tokio::spawn(async move {
            if let Err(error) = task.await {
                eprintln!("{error}");
            }
        });
    }
    drop(log);
    println!("{} lines", count.await?);
    Ok(())
}
