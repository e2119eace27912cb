//! A server that breaks as seldom as Rust allows: `_` in each `match`, `..` in each pattern, and no literals of structs
//! without `Default`. It changes a copy of such a value, or parses it from JSON.

use api::tasks::{CreateTaskCreatedHeaders, ListTasksOkHeaders};
use api::types::{Activity, Person, Problem, Report, Task};
use api::{Api, Context, Credentials, Nullable, Rejection, people, reports, tasks, types};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct Store {
    next: i64,
    tasks: BTreeMap<i64, Task>,
    people: BTreeMap<String, Person>,
    activity: Vec<Activity>,
}

#[derive(Default)]
struct Server {
    store: Mutex<Store>,
}

impl Server {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Failure(StatusCode, String);

impl Failure {
    fn none() -> Self {
        Self(StatusCode::NOT_FOUND, "there is no such task".to_owned())
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self(rejection.status(), rejection.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, axum::Json(json!({"code": "rejected", "detail": self.1}))).into_response()
    }
}

fn problem(code: &str) -> Result<Problem, Failure> {
    Ok(serde_json::from_value(json!({"code": code}))?)
}

impl Api for Server {
    type Principal = String;
    type Error = Failure;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Failure> {
        #[allow(unreachable_patterns)]
        match credentials {
            Credentials::Token { token, .. } if token.expose() == "secret" => Ok("eve".to_owned()),
            _ => Err(Rejection::MissingCredentials.into()),
        }
    }
}

impl tasks::TasksApi for Server {
    async fn list_tasks(
        &self,
        _: Context,
        _: String,
        request: tasks::ListTasksRequest,
    ) -> Result<tasks::ListTasksResponse, Failure> {
        let store = self.store();
        let wanted = |task: &&Task| {
            request.state.is_none_or(|state| state.as_str() == task.state.as_str())
                && request.q.as_ref().is_none_or(|q| task.title.contains(q))
        };
        let mut body: Vec<Task> = store.tasks.values().filter(wanted).cloned().collect();
        body.sort_by_key(|task| match task.priority {
            Some(types::Priority::High) => 0,
            _ => 1,
        });
        let headers = ListTasksOkHeaders { x_total: i32::try_from(body.len()).ok(), ..Default::default() };
        body.truncate(request.limit as usize);
        Ok(tasks::ListTasksResponse::Ok { headers, body })
    }

    async fn create_task(
        &self,
        _: Context,
        caller: String,
        request: tasks::CreateTaskRequest,
    ) -> Result<tasks::CreateTaskResponse, Failure> {
        let mut store = self.store();
        let new = request.body;
        if store.tasks.values().any(|task| task.title == new.title) {
            return Ok(tasks::CreateTaskResponse::Conflict(problem("taken")?));
        }
        store.next += 1;
        let id = store.next;
        let mut task: Task = serde_json::from_value(json!({"id": id, "title": new.title, "state": "open"}))?;
        task.priority = new.priority;
        task.due = new.due;
        task.owner = store.people.get(&caller).cloned();
        store.tasks.insert(id, task.clone());
        let opened = json!({"kind": "TaskOpened", "at": "2026-11-28T00:00:00Z", "title": task.title});
        store.activity.push(serde_json::from_value(opened)?);
        let headers =
            CreateTaskCreatedHeaders { location: Some(format!("/v1/tasks/{id}")), ..Default::default() };
        Ok(tasks::CreateTaskResponse::Created { headers, body: task })
    }

    async fn get_task(
        &self,
        _: Context,
        _: String,
        request: tasks::GetTaskRequest,
    ) -> Result<tasks::GetTaskResponse, Failure> {
        let store = self.store();
        let task = store.tasks.get(&request.task_id).ok_or_else(Failure::none)?;
        Ok(tasks::GetTaskResponse::Ok(task.clone()))
    }

    async fn delete_task(
        &self,
        _: Context,
        _: String,
        request: tasks::DeleteTaskRequest,
    ) -> Result<tasks::DeleteTaskResponse, Failure> {
        match self.store().tasks.remove(&request.task_id) {
            Some(_) => Ok(tasks::DeleteTaskResponse::NoContent),
            None => Err(Failure::none()),
        }
    }

    async fn change_task(
        &self,
        _: Context,
        _: String,
        request: tasks::ChangeTaskRequest,
    ) -> Result<tasks::ChangeTaskResponse, Failure> {
        let mut store = self.store();
        let task = store.tasks.get_mut(&request.task_id).ok_or_else(Failure::none)?;
        if let Some(title) = request.body.title {
            task.title = title;
        }
        if let Some(state) = request.body.state {
            task.state = match state {
                types::inline::TaskChangesState::Done => types::inline::TaskState::Done,
                _ => types::inline::TaskState::Open,
            };
        }
        match request.body.due {
            None => {}
            Some(Nullable::Null) => task.due = None,
            Some(Nullable::Value(due)) => task.due = Some(due),
        }
        Ok(tasks::ChangeTaskResponse::Ok(task.clone()))
    }

    async fn add_comment(
        &self,
        _: Context,
        _: String,
        request: tasks::AddCommentRequest,
    ) -> Result<tasks::AddCommentResponse, Failure> {
        let mut comment: types::Comment =
            serde_json::from_value(json!({"id": 1, "text": request.body.text}))?;
        comment.mood = request.body.mood.map(|mood| match mood.as_str() {
            "glad" => types::inline::CommentMood::Glad,
            _ => types::inline::CommentMood::Sad,
        });
        Ok(tasks::AddCommentResponse::Created(comment))
    }
}

impl people::PeopleApi for Server {
    async fn list_people(&self, _: Context) -> Result<people::ListPeopleResponse, Failure> {
        Ok(people::ListPeopleResponse::Ok(self.store().people.values().cloned().collect()))
    }

    async fn put_person(
        &self,
        _: Context,
        _: String,
        request: people::PutPersonRequest,
    ) -> Result<people::PutPersonResponse, Failure> {
        let person = Person { name: request.name, ..request.body };
        self.store().people.insert(person.name.clone(), person.clone());
        Ok(people::PutPersonResponse::Ok(person))
    }
}

impl reports::ReportsApi for Server {
    async fn list_activity(
        &self,
        _: Context,
        _: String,
        request: reports::ListActivityRequest,
    ) -> Result<reports::ListActivityResponse, Failure> {
        let store = self.store();
        let later = |activity: &&Activity| {
            let at = match activity {
                Activity::TaskOpened(opened) => opened.at.as_str(),
                Activity::TaskDone(done) => done.at.as_str(),
                _ => "",
            };
            at >= request.since.as_str()
        };
        Ok(reports::ListActivityResponse::Ok(store.activity.iter().filter(later).cloned().collect()))
    }

    async fn get_report(&self, _: Context, _: String) -> Result<reports::GetReportResponse, Failure> {
        let open = self.store().tasks.len() as i64;
        let mut report: Report = serde_json::from_value(json!({"open": open}))?;
        report.done = Some(0);
        Ok(reports::GetReportResponse::Ok(report))
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "18091".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, api::service(Arc::new(Server::default()))).await
}
