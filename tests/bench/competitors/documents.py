"""The sixteen published documents of OpenAPI 3 that the generators read."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
MATRIX = "matrix-head-oas31/data/api/client-server/"
DOCUMENTS = {
    "petstore3": "ogen/_testdata/examples/swagger-petstore-1.0.27.yaml",
    "petstore30": "openapi-petstore/src/main/resources/openapi.yaml",
    "museum": "museum/openapi.yaml",
    "meilisearch": "meilisearch/open-api.json",
    "discord": "discord/specs/openapi.json",
    "stripe": "stripe/openapi/spec3.yaml",
    "digitalocean": "digitalocean/specification/DigitalOcean-public.v2.yaml",
    "matrix-sync": MATRIX + "sync.yaml",
    "matrix-login": MATRIX + "login.yaml",
    "matrix-filter": MATRIX + "filter.yaml",
    "matrix-content": MATRIX + "content-repo.yaml",
    "matrix-pushrules": MATRIX + "pushrules.yaml",
    "xero-files": "xero/xero_files.yaml",
    "xero-payroll": "xero/xero-payroll-nz.yaml",
    "adyen-checkout": "adyen/yaml/CheckoutService-v71.yaml",
    "adyen-transfer": "adyen/yaml/TransferService-v4.yaml",
}
PROBES = {version: ROOT / f"tests/probes/spec/openapi{version.replace('.', '')}.yaml" for version in ["3.0", "3.1"]}


class Document:
    """A document, the folder that contains all of its files, and a copy with the settings of Stubsmith."""

    def __init__(self, name, folder):
        self.name = name
        if name in PROBES:
            self.path = self.with_settings = PROBES[name]
            self.root = self.path.parent
            return
        corpus = Path(os.environ["STUBSMITH_CORPUS"])
        parts = DOCUMENTS[name].split("/")
        self.path = self.with_settings = corpus / DOCUMENTS[name]
        self.root = corpus / parts[0]
        settings = ROOT / f"tests/whole-apis/{name}.yaml"
        if settings.exists():
            self.root = folder / "with-settings" / name
            self.with_settings = self.root.joinpath(*parts[1:])
            if not self.root.exists():
                shutil.copytree(corpus / parts[0], self.root)
                subprocess.run(["chmod", "-R", "u+w", self.root], check=True)
            shutil.copy(settings, self.with_settings.with_name("stubsmith.yaml"))

    def operations(self):
        """The `operationId` or `GET /path` of each operation, which openapi-to-rust has to be told."""
        import yaml

        document = yaml.load(self.path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for route, item in (document.get("paths") or {}).items():
            for method in METHODS:
                if method in item:
                    yield item[method].get("operationId") or f"{method.upper()} {route}"
