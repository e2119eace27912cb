//! A call of each operation, by the client of the old spec.

use old::client::{Client, ClientError};
use old::{people, reports, tasks, types};

pub async fn call(client: &Client, operation: &str) -> Result<(), ClientError> {
    match operation {
        "listTasks" => client.list_tasks(tasks::ListTasksRequest::default()).await.map(drop),
        "createTask" => {
            let body = types::NewTask::new("a");
            client.create_task(tasks::CreateTaskRequest { body }).await.map(drop)
        }
        "getTask" => client.get_task(tasks::GetTaskRequest { task_id: 1 }).await.map(drop),
        "changeTask" => {
            let body = types::TaskChanges::default();
            client.change_task(tasks::ChangeTaskRequest { task_id: 1, if_match: None, body }).await.map(drop)
        }
        "deleteTask" => client.delete_task(tasks::DeleteTaskRequest { task_id: 1 }).await.map(drop),
        "addComment" => {
            let body = tasks::AddCommentBodyForm::new("a");
            client.add_comment(tasks::AddCommentRequest { task_id: 1, body }).await.map(drop)
        }
        "listPeople" => client.list_people().await.map(drop),
        "putPerson" => {
            let body = types::Person::new("eve");
            client.put_person(people::PutPersonRequest { name: "eve".to_owned(), body }).await.map(drop)
        }
        "listActivity" => {
            let request = reports::ListActivityRequest { since: "2026-01-01".to_owned() };
            client.list_activity(request).await.map(drop)
        }
        "getReport" => client.get_report().await.map(drop),
        _ => panic!("{operation} is not an operation of the old spec"),
    }
}

pub fn receive(webhook: &str, _: &str) -> serde_json::Result<()> {
    panic!("{webhook} is not a webhook of the old spec")
}
