//! A server that keeps its data in SQLite, and an error type with a body that the spec declares.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Row, params};
use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use stubsmith_recipes::tasks::types::{Problem, State, Task};
use stubsmith_recipes::tasks::{
    AddTaskRequest, AddTaskResponse, Api, Context, ListTasksRequest, ListTasksResponse, Rejection,
    SetStateRequest, SetStateResponse, service,
};
use tokio::task::spawn_blocking;
use tower::ServiceExt as _;

const TABLES: &str = "CREATE TABLE IF NOT EXISTS tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL, \
                      state TEXT NOT NULL) STRICT";

struct Server(Arc<Mutex<Connection>>);

impl Server {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(TABLES)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs a query on a thread for calls that block, so that other requests do not wait for it.
    async fn query<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let connection = Arc::clone(&self.0);
        let result =
            spawn_blocking(move || query(&connection.lock().unwrap_or_else(PoisonError::into_inner)));
        result.await.map_err(Failure::hidden)?.map_err(Failure::hidden)
    }
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    let state: String = row.get("state")?;
    let state = state.parse::<State>().map_err(FromSqlError::other)?;
    Ok(Task { id: row.get("id")?, title: row.get("title")?, state })
}

impl Api for Server {
    type Error = Failure;

    async fn list_tasks(&self, _: Context, request: ListTasksRequest) -> Result<ListTasksResponse, Failure> {
        let tasks = self.query(move |connection| {
            let query = "SELECT * FROM tasks WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC LIMIT ?2";
            let state = request.state.map(State::as_str);
            let mut query = connection.prepare_cached(query)?;
            query.query_map(params![state, request.limit], task)?.collect::<Result<Vec<_>, _>>()
        });
        Ok(tasks.await?.into())
    }

    async fn add_task(&self, _: Context, request: AddTaskRequest) -> Result<AddTaskResponse, Failure> {
        let task = self.query(move |connection| {
            let query = "INSERT INTO tasks (title, state) VALUES (?1, ?2) RETURNING *";
            connection.query_row(query, params![request.body.title, State::Open.as_str()], task)
        });
        Ok(task.await?.into())
    }

    async fn set_state(&self, _: Context, request: SetStateRequest) -> Result<SetStateResponse, Failure> {
        let SetStateRequest { id, body: state } = request;
        let changed = self.query(move |connection| {
            connection.execute("UPDATE tasks SET state = ?2 WHERE id = ?1", params![id, state.as_str()])
        });
        match changed.await? {
            0 => Ok(SetStateResponse::NotFound(Problem::new("there is no such task"))),
            _ => Ok(SetStateResponse::NoContent),
        }
    }
}

enum Failure {
    Rejected(Rejection),
    /// An error that only the log shows.
    Hidden(Box<dyn Error + Send + Sync>),
}

impl Failure {
    fn hidden(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Hidden(Box::new(error))
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::InvalidResponse { reason } => Self::Hidden(reason.into()),
            other => Self::Rejected(other),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Rejected(rejection) => (rejection.status(), rejection.to_string()),
            Self::Hidden(error) => {
                eprintln!("{error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong here".to_owned())
            }
        };
        let media_type = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, media_type, Json(Problem::new(detail))).into_response()
    }
}

/// Sends a request with JSON to a server that opens the file, and returns the status and the body of the response.
async fn call(path: &Path, method: &str, uri: &str, body: &'static str) -> (StatusCode, String) {
    let app = service(Arc::new(Server::open(path).unwrap()));
    let request = Request::builder().method(method).uri(uri).header(header::CONTENT_TYPE, "application/json");
    let response = app.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn tasks_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tasks.db");
    let (status, first) = call(&path, "POST", "/tasks", r#"{"title": "Write"}"#).await;
    assert_eq!((status, &*first), (StatusCode::CREATED, r#"{"id":1,"title":"Write","state":"open"}"#));
    let (_, second) = call(&path, "POST", "/tasks", r#"{"title": "Read"}"#).await;
    let all = (StatusCode::OK, format!("[{second},{first}]"));
    assert_eq!(call(&path, "GET", "/tasks", "").await, all);
    assert_eq!(call(&path, "GET", "/tasks?limit=1", "").await, (StatusCode::OK, format!("[{second}]")));

    let done = (StatusCode::NO_CONTENT, String::new());
    assert_eq!(call(&path, "PUT", "/tasks/1", r#""done""#).await, done);
    assert_eq!(call(&path, "GET", "/tasks?state=open", "").await, (StatusCode::OK, format!("[{second}]")));
    let missing = r#"{"detail":"there is no such task"}"#.to_owned();
    assert_eq!(call(&path, "PUT", "/tasks/3", r#""done""#).await, (StatusCode::NOT_FOUND, missing));
}

#[tokio::test]
async fn an_error_has_the_declared_body_and_hides_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tasks.db");
    let problem = |status, detail| (status, format!(r#"{{"detail":"{detail}"}}"#));
    assert_eq!(
        call(&path, "POST", "/tasks", r#"{"title": ""}"#).await,
        problem(StatusCode::BAD_REQUEST, "the body at `/title`: must have at least 1 character")
    );
    let other = Connection::open(&path).unwrap();
    other.execute("INSERT INTO tasks (title, state) VALUES ('Lost', 'gone')", []).unwrap();
    let hidden = problem(StatusCode::INTERNAL_SERVER_ERROR, "something went wrong here");
    assert_eq!(call(&path, "GET", "/tasks", "").await, hidden);
}
