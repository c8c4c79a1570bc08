package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/handover-dev/handover/transition"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"transition": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// pageOf writes the page of a catalogue.
func pageOf(t *testing.T, catalog *transition.Catalog) string {
	t.Helper()
	m, err := newMatrix(catalog, options{channel: "whatsapp"})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writePage(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPage has every cell, in both states of knowledge, with a text in it.
func TestPage(t *testing.T) {
	page := pageOf(t, new(transition.Catalog))
	if got, want := strings.Count(page, `<div class="cell `), 2*896; got != want {
		t.Errorf("%d cells, want %d", got, want)
	}
	for _, bad := range []string{"<p></p>", "ZgotmplZ", "<script", "http://", "https://", "{{"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for key, l := range labels() {
		if l.ID == "" || l.EN == "" {
			t.Errorf("label %s: %+v", key, l)
		}
	}
}

// TestPageEscapes shows a host's text as text.
func TestPageEscapes(t *testing.T) {
	var k transition.Catalog
	if err := json.Unmarshal([]byte(`[{"key":"vip","stage":"offer","lang":"en","register":"formal","text":"A colleague <b onclick=x>& you</b>?"}]`), &k); err != nil {
		t.Fatal(err)
	}
	if page := pageOf(t, &k); strings.Contains(page, "<b ") || !strings.Contains(page, "A colleague &lt;b onclick=x&gt;&amp; you&lt;/b&gt;?") {
		t.Error("markup is not escaped")
	}
}

// TestPageInBrowser opens the page at the width of a desk and of a phone: nothing
// may stick out to the right, and exactly one language and register is seen.
func TestPageInBrowser(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no Chromium; .ci/run installs Debian's")
	}
	page := strings.Replace(pageOf(t, new(transition.Catalog)), "default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", 1)
	page = strings.Replace(page, "</body>", `<script>const d=document.documentElement;d.dataset.wide=d.scrollWidth-d.clientWidth;
d.dataset.seen=[...document.querySelectorAll(".cell")].filter(e=>e.checkVisibility()).length;
document.querySelector("#lang-en").checked=true;document.querySelector("#register-casual").checked=true;
d.dataset.other=[...document.querySelectorAll(".cell.en.casual.known")].filter(e=>e.checkVisibility()).length</script></body>`, 1)
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{1280, 390} {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		dom, err := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir="+t.TempDir(), fmt.Sprintf("--window-size=%d,900", width), "--dump-dom", "file://"+file).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`data-wide="0"`, `data-seen="224"`, `data-other="224"`} {
			if !bytes.Contains(dom, []byte(want)) {
				t.Errorf("at width %d: no %s in %.200s", width, want, dom)
			}
		}
	}
}
