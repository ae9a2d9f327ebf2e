"""Form definitions (form-js JSON) as marshmallow schemas and plain views."""
