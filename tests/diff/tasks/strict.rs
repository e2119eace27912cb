//! A server that writes each field and each variant, and responds with `.into()`.

use api::people::{ListPeopleResponse, PeopleApi, PutPersonRequest, PutPersonResponse};
use api::reports::{GetReportResponse, ListActivityRequest, ListActivityResponse, ReportsApi};
use api::tasks::{
    AddCommentBodyForm, AddCommentBodyFormMood, AddCommentRequest, AddCommentResponse, ChangeTaskRequest,
    ChangeTaskResponse, CreateTaskCreatedHeaders, CreateTaskRequest, CreateTaskResponse, DeleteTaskRequest,
    DeleteTaskResponse, GetTaskRequest, GetTaskResponse, ListTasksOkHeaders, ListTasksRequest,
    ListTasksResponse, ListTasksState, TasksApi,
};
use api::types::inline::{CommentMood, PersonRole, TaskChangesState, TaskState};
use api::types::{
    Activity, Comment, Invalid, NewTask, Person, Priority, Problem, Report, Task, TaskDone, TaskOpened,
};
use api::{Api, Context, Credentials, Nullable, Rejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
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

struct Failure(StatusCode, Problem);

impl Failure {
    fn none() -> Self {
        Self(StatusCode::NOT_FOUND, problem("none", "there is no such task"))
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self(rejection.status(), problem("rejected", &rejection.to_string()))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, axum::Json(self.1)).into_response()
    }
}

fn problem(code: &str, detail: &str) -> Problem {
    Problem { code: code.to_owned(), detail: Some(detail.to_owned()) }
}

fn weight(priority: Option<Priority>) -> u8 {
    match priority {
        Some(Priority::Low) => 0,
        None => 1,
        Some(Priority::High) => 2,
    }
}

fn find(store: &Store, id: i64) -> Result<&Task, Failure> {
    store.tasks.get(&id).ok_or_else(Failure::none)
}

impl Api for Server {
    type Principal = String;
    type Error = Failure;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Failure> {
        let Credentials::Token { token } = credentials;
        if token.expose() == "secret" {
            Ok("eve".to_owned())
        } else {
            Err(Rejection::MissingCredentials.into())
        }
    }
}

impl TasksApi for Server {
    async fn list_tasks(
        &self,
        _: Context,
        _: String,
        request: ListTasksRequest,
    ) -> Result<ListTasksResponse, Failure> {
        let store = self.store();
        let wanted = |task: &&Task| {
            let state = match request.state {
                Some(ListTasksState::Open) => task.state == TaskState::Open,
                Some(ListTasksState::Done) => task.state == TaskState::Done,
                None => true,
            };
            let labels = task.labels.as_deref().unwrap_or_default();
            state
                && request.label.iter().all(|label| labels.contains(label))
                && request.q.as_ref().is_none_or(|q| task.title.contains(q))
        };
        let mut body: Vec<Task> = store.tasks.values().filter(wanted).cloned().collect();
        body.sort_by_key(|task| weight(task.priority));
        if body.is_empty() && request.q.is_some() {
            return Ok(ListTasksResponse::Default {
                status: StatusCode::NOT_FOUND,
                body: problem("none", "nothing is like it"),
            });
        }
        let x_total = i32::try_from(body.len()).ok();
        let limit: i32 = request.limit;
        body.truncate(limit as usize);
        Ok(ListTasksResponse::Ok { headers: ListTasksOkHeaders { x_total }, body })
    }

    async fn create_task(
        &self,
        _: Context,
        caller: String,
        request: CreateTaskRequest,
    ) -> Result<CreateTaskResponse, Failure> {
        let mut store = self.store();
        let NewTask { title, priority, due, labels, estimate } = request.body;
        if store.tasks.values().any(|task| task.title == title) {
            return Ok(problem("taken", &title).into());
        }
        if title == "nothing" {
            return Ok(Invalid { pointer: "/title".to_owned() }.into());
        }
        store.next += 1;
        let id = store.next;
        let owner = store.people.get(&caller).cloned();
        let task = Task { id, title, state: TaskState::Open, priority, due, labels, estimate, owner };
        store.tasks.insert(id, task.clone());
        let opened = TaskOpened { at: "2026-11-28T00:00:00Z".to_owned(), title: task.title.clone() };
        store.activity.push(opened.into());
        let headers = CreateTaskCreatedHeaders { location: Some(format!("/v1/tasks/{id}")) };
        Ok(CreateTaskResponse::Created { headers, body: task })
    }

    async fn get_task(
        &self,
        _: Context,
        _: String,
        request: GetTaskRequest,
    ) -> Result<GetTaskResponse, Failure> {
        match self.store().tasks.get(&request.task_id) {
            Some(task) => Ok(task.clone().into()),
            None => Ok(problem("none", "there is no such task").into()),
        }
    }

    async fn delete_task(
        &self,
        _: Context,
        _: String,
        request: DeleteTaskRequest,
    ) -> Result<DeleteTaskResponse, Failure> {
        match self.store().tasks.remove(&request.task_id) {
            Some(_) => Ok(DeleteTaskResponse::NoContent),
            None => Ok(problem("none", "there is no such task").into()),
        }
    }

    async fn change_task(
        &self,
        _: Context,
        _: String,
        request: ChangeTaskRequest,
    ) -> Result<ChangeTaskResponse, Failure> {
        let mut store = self.store();
        let task = store.tasks.get_mut(&request.task_id).ok_or_else(Failure::none)?;
        if request.if_match.is_some_and(|version| version != task.title) {
            return Ok(ChangeTaskResponse::PreconditionFailed);
        }
        if let Some(title) = request.body.title {
            task.title = title;
        }
        if let Some(state) = request.body.state {
            task.state = match state {
                TaskChangesState::Open => TaskState::Open,
                TaskChangesState::Done => TaskState::Done,
            };
        }
        match request.body.due {
            None => {}
            Some(Nullable::Null) => task.due = None,
            Some(Nullable::Value(due)) => task.due = Some(due),
        }
        let task = task.clone();
        if task.state == TaskState::Done {
            let done = TaskDone { at: "2026-11-28T00:00:00Z".to_owned(), task_id: task.id };
            store.activity.push(Activity::TaskDone(done));
        }
        Ok(task.into())
    }

    async fn add_comment(
        &self,
        _: Context,
        _: String,
        request: AddCommentRequest,
    ) -> Result<AddCommentResponse, Failure> {
        find(&self.store(), request.task_id)?;
        let AddCommentBodyForm { text, mood } = request.body;
        let mood = mood.map(|mood| match mood {
            AddCommentBodyFormMood::Glad => CommentMood::Glad,
            AddCommentBodyFormMood::Sad => CommentMood::Sad,
        });
        Ok(Comment { id: 1, text, mood }.into())
    }
}

impl PeopleApi for Server {
    async fn list_people(&self, _: Context) -> Result<ListPeopleResponse, Failure> {
        let mut people: Vec<Person> = self.store().people.values().cloned().collect();
        people.sort_by_key(|person| match person.role {
            PersonRole::Lead => 0,
            PersonRole::Member => 1,
        });
        Ok(people.into())
    }

    async fn put_person(
        &self,
        _: Context,
        _: String,
        request: PutPersonRequest,
    ) -> Result<PutPersonResponse, Failure> {
        let Person { name: _, mail, role } = request.body;
        let person = Person { name: request.name, mail, role };
        self.store().people.insert(person.name.clone(), person.clone());
        Ok(person.into())
    }
}

impl ReportsApi for Server {
    async fn list_activity(
        &self,
        _: Context,
        _: String,
        request: ListActivityRequest,
    ) -> Result<ListActivityResponse, Failure> {
        let store = self.store();
        let later = |activity: &&Activity| {
            let at = match activity {
                Activity::Activity(activity) => &activity.at,
                Activity::TaskOpened(opened) => &opened.at,
                Activity::TaskDone(done) => &done.at,
            };
            at.as_str() >= request.since.as_str()
        };
        let found: Vec<Activity> = store.activity.iter().filter(later).cloned().collect();
        Ok(found.into())
    }

    async fn get_report(&self, _: Context, _: String) -> Result<GetReportResponse, Failure> {
        let store = self.store();
        if store.tasks.len() > 1000 {
            return Ok(GetReportResponse::ServiceUnavailable);
        }
        let of = |state| store.tasks.values().filter(|task| task.state == state).count() as i64;
        let mut by_label = BTreeMap::new();
        for label in store.tasks.values().flat_map(|task| task.labels.iter().flatten()) {
            *by_label.entry(label.clone()).or_insert(0) += 1;
        }
        Ok(Report { open: of(TaskState::Open), done: Some(of(TaskState::Done)), by_label: Some(by_label) }
            .into())
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "18090".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, api::service(Arc::new(Server::default()))).await
}
