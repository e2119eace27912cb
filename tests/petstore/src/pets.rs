//! The operations on pets.

use crate::petstore::Context;
use crate::petstore::pets::{
    AddPetCreatedHeaders, AddPetRequest, AddPetResponse, AdoptPetRequest, AdoptPetResponse,
    ChangePetOkHeaders, ChangePetRequest, ChangePetResponse, DescribePetRequest, DescribePetResponse,
    GetPetRequest, GetPetResponse, GetPhotoRequest, GetPhotoResponse, HasPetOkHeaders, HasPetOkXPetStatus,
    HasPetRequest, HasPetResponse, ListPetsByTagRequest, ListPetsByTagResponse, ListPetsKindItem,
    ListPetsOkHeaders, ListPetsOrder, ListPetsRequest, ListPetsResponse, PetsApi, PutPhotoRequest,
    PutPhotoResponse, RemovePetRequest, RemovePetResponse,
};
use crate::petstore::types::{Pet, PetChanges, Status};
use crate::refusal::error;
use crate::store::Store;
use crate::{Caller, Refusal, Server, photos};

/// Requests that a shop answers.
const RATE_LIMIT: i32 = 1000;

impl PetsApi for Server {
    async fn list_pets(
        &self,
        _: Context,
        caller: Option<Caller>,
        request: ListPetsRequest,
    ) -> Result<ListPetsResponse, Refusal> {
        let mut store = self.store();
        store.requests += 1;
        let body = list(&store, caller.as_ref(), &request);
        let mut kinds: Vec<String> = body.iter().map(|pet| kind(pet).as_str().to_owned()).collect();
        kinds.sort();
        kinds.dedup();
        let headers = ListPetsOkHeaders {
            x_rate_limit_limit: Some(RATE_LIMIT),
            x_rate_limit_remaining: Some(RATE_LIMIT.saturating_sub(store.requests)),
            x_kinds: kinds,
        };
        Ok(ListPetsResponse::Ok { headers, body })
    }

    async fn add_pet(
        &self,
        _: Context,
        _: Caller,
        request: AddPetRequest,
    ) -> Result<AddPetResponse, Refusal> {
        let mut store = self.store();
        if store.pets.values().any(|resident| resident.pet.name() == request.body.name()) {
            let message = format!("`{}` lives here already", request.body.name());
            return Ok(AddPetResponse::Conflict(error("name-taken", message)));
        }
        let (id, body) = store.take_in(request.body);
        let headers = AddPetCreatedHeaders { location: Some(format!("/v1/pets/{id}")) };
        Ok(AddPetResponse::Created { headers, body })
    }

    async fn list_pets_by_tag(
        &self,
        _: Context,
        request: ListPetsByTagRequest,
    ) -> Result<ListPetsByTagResponse, Refusal> {
        let request = ListPetsRequest { tag: vec![request.tag], ..ListPetsRequest::default() };
        Ok(list(&self.store(), None, &request).into())
    }

    async fn get_pet(&self, _: Context, request: GetPetRequest) -> Result<GetPetResponse, Refusal> {
        Ok(self.store().pet(request.pet_id)?.pet.clone().into())
    }

    async fn has_pet(&self, _: Context, request: HasPetRequest) -> Result<HasPetResponse, Refusal> {
        let store = self.store();
        let Some(resident) = store.pets.get(&request.pet_id) else { return Ok(HasPetResponse::NotFound) };
        let status = match resident.pet.status() {
            Status::Available => HasPetOkXPetStatus::Available,
            Status::Reserved => HasPetOkXPetStatus::Reserved,
            Status::Adopted => HasPetOkXPetStatus::Adopted,
        };
        Ok(HasPetResponse::Ok { headers: HasPetOkHeaders { x_pet_status: Some(status) } })
    }

    async fn change_pet(
        &self,
        _: Context,
        _: Caller,
        request: ChangePetRequest,
    ) -> Result<ChangePetResponse, Refusal> {
        let mut store = self.store();
        let resident = store.pet_mut(request.pet_id)?;
        if request.if_match.is_some_and(|version| version != resident.version) {
            let message = format!("the pet has version {}", resident.version);
            return Ok(ChangePetResponse::PreconditionFailed(error("changed-meanwhile", message)));
        }
        change(&mut resident.pet, request.body);
        resident.version += 1;
        let headers = ChangePetOkHeaders { e_tag: Some(resident.version) };
        Ok(ChangePetResponse::Ok { headers, body: resident.pet.clone() })
    }

    async fn remove_pet(
        &self,
        _: Context,
        _: Caller,
        request: RemovePetRequest,
    ) -> Result<RemovePetResponse, Refusal> {
        let mut store = self.store();
        store.pet(request.pet_id)?;
        store.pets.remove(&request.pet_id);
        Ok(RemovePetResponse::NoContent)
    }

    async fn adopt_pet(
        &self,
        _: Context,
        caller: Caller,
        request: AdoptPetRequest,
    ) -> Result<AdoptPetResponse, Refusal> {
        let owner = caller.user()?;
        let mut store = self.store();
        let pet = &mut store.pet_mut(request.pet_id)?.pet;
        if pet.status() == Status::Adopted {
            return Ok(AdoptPetResponse::Conflict(error("not-available", "the pet has a home already")));
        }
        let common = pet.common();
        *common.status = Some(Status::Adopted);
        *common.owner = Some(owner);
        Ok(pet.clone().into())
    }

    async fn describe_pet(
        &self,
        _: Context,
        request: DescribePetRequest,
    ) -> Result<DescribePetResponse, Refusal> {
        let store = self.store();
        let pet = &store.pet(request.pet_id)?.pet;
        let kind = kind(pet).as_str().to_lowercase();
        Ok(format!("{} is a {kind}.", pet.name()).into())
    }

    async fn get_photo(&self, _: Context, request: GetPhotoRequest) -> Result<GetPhotoResponse, Refusal> {
        photos::get(&self.store(), request.pet_id)
    }

    async fn put_photo(
        &self,
        _: Context,
        _: Caller,
        request: PutPhotoRequest,
    ) -> Result<PutPhotoResponse, Refusal> {
        self.store().pet(request.pet_id)?;
        let (photo, answer) = photos::receive(request).await?;
        self.store().pet_mut(answer.pet_id)?.photo = Some(photo);
        Ok(answer.into())
    }
}

fn list(store: &Store, caller: Option<&Caller>, request: &ListPetsRequest) -> Vec<Pet> {
    let wanted = |pet: &&Pet| {
        (request.kind.is_empty() || request.kind.contains(&kind(pet)))
            && request.tag.iter().all(|tag| pet.tags().contains(tag))
            && (caller.is_some() || pet.status() != Status::Adopted)
    };
    // The store has them by number: the oldest come first.
    let mut pets: Vec<&Pet> = store.pets.values().map(|resident| &resident.pet).filter(wanted).collect();
    match request.order.unwrap_or(ListPetsOrder::Newest) {
        ListPetsOrder::Newest => pets.reverse(),
        ListPetsOrder::Oldest => {}
        ListPetsOrder::Name => pets.sort_by(|a, b| a.name().cmp(b.name())),
    }
    let limit = usize::try_from(request.limit.unwrap_or(20)).unwrap_or_default();
    pets.into_iter().take(limit).cloned().collect()
}

fn kind(pet: &Pet) -> ListPetsKindItem {
    match pet {
        Pet::Cat(_) => ListPetsKindItem::Cat,
        Pet::Dog(_) => ListPetsKindItem::Dog,
    }
}

/// What is absent stays as it is; null is a value.
fn change(pet: &mut Pet, changes: PetChanges) {
    let common = pet.common();
    if let Some(name) = changes.name {
        *common.name = name;
    }
    if changes.born.is_some() {
        *common.born = changes.born;
    }
    if changes.tags.is_some() {
        *common.tags = changes.tags;
    }
}
