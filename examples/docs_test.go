package examples

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocs: the comment of each public package teaches: it has headings, links to
// names, and code that shows how it is used. The last heading says what is frozen.
func TestDocs(t *testing.T) {
	link, code := regexp.MustCompile(`\[\*?[A-Za-z][\w./-]*\]`), regexp.MustCompile(`(?m)^\t\S`)
	_, public := listPackages(t)
	for _, p := range public {
		doc := packageComment(t, p.Dir)
		for what, found := range map[string]bool{
			"heading": strings.Contains(doc, "\n# "), "link": link.MatchString(doc), "code": code.MatchString(doc),
			"word on compatibility": strings.HasSuffix(p.ImportPath, "/context") || strings.Contains(doc, "\n# Compatibility\n"),
		} {
			if !found {
				t.Errorf("the comment of %s has no %s", p.ImportPath, what)
			}
		}
	}
}

// packageComment returns the comment of the package in a folder.
func packageComment(t *testing.T, dir string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var doc []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if f.Doc != nil && f.Name.Name != "main" {
			doc = append(doc, f.Doc.Text())
		}
	}
	if len(doc) != 1 {
		t.Errorf("%s has %d package comments", dir, len(doc))
	}
	return strings.Join(doc, "\n")
}
