package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/handover-dev/handover/examples/internal/terminal"
)

var painterOff = terminal.Painter{}

// browser returns a Chromium, or skips the test where there is none.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium; .ci/run installs Debian's")
	return ""
}

// chromium runs the browser without a window and returns what it prints.
func chromium(t *testing.T, path, page string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	flags := []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + t.TempDir()}
	out, err := exec.CommandContext(ctx, path, append(append(flags, args...), "file://"+page)...).Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return out
}

// TestPageInBrowser opens the page with hostile words in a real browser, at the
// width of a desk and of a phone: nothing may run, nothing may stick out to the
// right, and there must be something to see.
func TestPageInBrowser(t *testing.T) {
	path := browser(t)
	var page bytes.Buffer
	if err := writePage(&page, find(t, "", write(t))); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	for _, width := range []int{1280, 390} {
		// A frame of this width around the page tells how far the page reaches.
		s := strings.Replace(page.String(), "default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", 1)
		s = strings.Replace(s, "</body>", `<script>document.documentElement.dataset.wide=document.documentElement.scrollWidth-document.documentElement.clientWidth;
document.documentElement.dataset.alerts=window.hit||0;document.documentElement.dataset.hidden=[...document.querySelectorAll("main [lang=en]")].filter(e=>e.checkVisibility()).length</script></body>`, 1)
		s = strings.Replace(s, "<style>", `<script>window.alert=()=>{window.hit=1}</script><style>`, 1)
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		dom := string(chromium(t, path, file, fmt.Sprintf("--window-size=%d,900", width), "--dump-dom"))
		for _, want := range []string{`data-wide="0"`, `data-alerts="0"`, `data-hidden="0"`} {
			if !strings.Contains(dom, want) {
				t.Errorf("at width %d: no %s in %.200s", width, want, dom)
			}
		}
		shot := filepath.Join(dir, fmt.Sprintf("%d.png", width))
		chromium(t, path, file, fmt.Sprintf("--window-size=%d,1600", width), "--screenshot="+shot)
		look(t, shot, width)
	}
}

// look checks that a screenshot shows drawings: several colours, none of them
// nearly everywhere.
func look(t *testing.T, name string, width int) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	colours, most, n := map[[3]uint8]int{}, 0, 0
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			r, g, b, _ := picture.At(x, y).RGBA()
			c := [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}
			colours[c]++
			most = max(most, colours[c])
			n++
		}
	}
	if picture.Bounds().Size() != image.Pt(width, 1600) || len(colours) < 30 || most > n*95/100 {
		t.Errorf("the picture is %v with %d colours, one of them on %d%%", picture.Bounds().Size(), len(colours), 100*most/n)
	}
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
