//! A client over a Unix socket, such as that of a container engine.

use axum::http::Uri;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::path::PathBuf;
use stubsmith_recipes::containers::ListContainersRequest;
use stubsmith_recipes::containers::client::{Body, BoxError, Client};
use tokio::net::UnixStream;
use tower::service_fn;

/// A client of the server at this socket.
fn connect(socket: PathBuf) -> Client {
    let connector = service_fn(move |_: Uri| {
        let socket = socket.clone();
        // The pool moves the future, so the future must be in a box.
        Box::pin(async move { UnixStream::connect(socket).await.map(TokioIo::new) })
    });
    let pool = Pool::builder(TokioExecutor::new()).build::<_, Body>(connector);
    // The socket is the server, so any host will do.
    Client::new(pool).with_base_url(&Uri::from_static("http://localhost/v1"))
}

/// Returns the names of all containers.
async fn names(client: &Client) -> Result<Vec<String>, BoxError> {
    let response = client.list_containers(ListContainersRequest { all: true }).await?;
    let containers = response.success()?;
    Ok(containers.into_iter().flat_map(|container| container.names).collect())
}

mod tests {
    use super::*;
    use std::sync::Arc;
    use stubsmith_recipes::containers::types::Container;
    use stubsmith_recipes::containers::types::inline::ContainerState;
    use stubsmith_recipes::containers::{Api, Context, ListContainersResponse, Rejection, service};
    use tokio::net::UnixListener;

    struct Engine;

    impl Api for Engine {
        type Error = Rejection;

        async fn list_containers(
            &self,
            _: Context,
            request: ListContainersRequest,
        ) -> Result<ListContainersResponse, Rejection> {
            let all = [("web", ContainerState::Running), ("job", ContainerState::Exited)];
            let wanted =
                all.into_iter().filter(|(_, state)| request.all || *state == ContainerState::Running);
            let container = |(name, state)| Container::new(name, vec![format!("/{name}")], state);
            Ok(wanted.map(container).collect::<Vec<_>>().into())
        }
    }

    #[tokio::test]
    async fn containers_are_listed() {
        let folder = tempfile::TempDir::new().unwrap();
        let socket = folder.path().join("engine.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        tokio::spawn(async move { axum::serve(listener, service(Arc::new(Engine))).await });
        let client = connect(socket);
        assert_eq!(names(&client).await.unwrap(), ["/web", "/job"]);
        let running = client.list_containers(ListContainersRequest { all: false }).await.unwrap();
        assert_eq!(running.success().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn the_error_of_the_connection_is_the_source() {
        let error = names(&connect(PathBuf::from("/nowhere/engine.sock"))).await.unwrap_err();
        assert_eq!(error.to_string(), "the request `listContainers` has no complete response");
        assert!(error.source().is_some());
    }
}
