//! Server-sent events for many clients, which can reconnect without losing one.

use std::io;
use std::sync::Arc;
use std::time::Duration;
use stubsmith_recipes::news::types::Headline;
use stubsmith_recipes::news::{Api, Context, Event, Events, Rejection, service};
use stubsmith_recipes::news::{FollowNewsResponse, PublishNewsRequest, PublishNewsResponse};
use stubsmith_recipes::{Connection, serve};
use tokio::io::AsyncBufReadExt as _;
use tokio::sync::watch;
use tokio::time::timeout;

/// All headlines, and the channel that tells the streams of new ones.
#[derive(Default)]
struct News(watch::Sender<Vec<Headline>>);

impl Api for News {
    type Error = Rejection;

    async fn follow_news(&self, cx: Context) -> Result<FollowNewsResponse, Rejection> {
        let last: Option<usize> = cx.last_event_id().and_then(|id| id.parse().ok());
        let next = last.map_or(self.0.borrow().len(), |last| last.saturating_add(1));
        let events = Events::unfold((self.0.subscribe(), next), |(mut news, next)| async move {
            let headline = news.wait_for(|all| all.len() > next).await.ok()?.get(next)?.clone();
            Some((Event::from(headline).id(next.to_string()), (news, next + 1)))
        });
        Ok(events.into())
    }

    async fn publish_news(
        &self,
        _: Context,
        request: PublishNewsRequest,
    ) -> Result<PublishNewsResponse, Rejection> {
        self.0.send_modify(|all| all.push(Headline { title: request.title }));
        Ok(PublishNewsResponse::NoContent)
    }
}

/// The lines of the next event.
async fn event(connection: &mut Connection) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.starts_with("data: ")) {
        let mut line = String::new();
        timeout(Duration::from_secs(10), connection.stream.read_line(&mut line)).await??;
        let line = line.trim_end();
        // The other lines are sizes of chunks, and empty.
        if line.contains(": ") {
            lines.push(line.to_owned());
        }
    }
    Ok(lines)
}

#[tokio::test]
async fn each_client_gets_each_event() {
    let client = serve(service(Arc::<News>::default())).await.unwrap();
    let follow = async |headers: &[&str]| {
        let mut connection = client.connect().await.unwrap();
        connection.send("GET /news", headers).await.unwrap();
        let head = connection.answer().await.unwrap();
        assert!(head.contains("\ncontent-type: text/event-stream\n"), "{head}");
        connection
    };
    let publish = async |title: &str| client.send(&format!("POST /news?title={title}"), &[]).await.unwrap();
    let expected =
        |id: usize, title: &str| vec![format!("id: {id}"), format!("data: {{\"title\":\"{title}\"}}")];
    let (mut first, mut second) = (follow(&[]).await, follow(&[]).await);
    publish("one").await;
    publish("two").await;
    for connection in [&mut first, &mut second] {
        assert_eq!(event(connection).await.unwrap(), expected(0, "one"));
        assert_eq!(event(connection).await.unwrap(), expected(1, "two"));
    }
    drop(second);
    publish("three").await;
    assert_eq!(event(&mut first).await.unwrap(), expected(2, "three"));
    let mut again = follow(&["Last-Event-ID: 1"]).await;
    assert_eq!(event(&mut again).await.unwrap(), expected(2, "three"));
    let mut later = follow(&[]).await;
    publish("four").await;
    assert_eq!(event(&mut later).await.unwrap(), expected(3, "four"));
}
