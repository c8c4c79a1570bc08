// Package conformance holds tests that compare the calls of package helpdesk with
// the vendors' own API documents. It is a module of its own, so that no library for
// such documents is a dependency of the root module.
//
// The documents are not part of the repository, since most vendors do not allow
// that. The flag -specs names a folder with one folder for each helpdesk, by its
// name, that holds the document, OpenAPI 3 or Swagger 2, in JSON or YAML:
//
//	go test . -specs DIR
//
// Without it the schema tests are skipped, and say so; the others are run.
package conformance
