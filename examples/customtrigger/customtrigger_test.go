package main

import (
	"testing"

	"github.com/handover-dev/handover/triggers/triggertest"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"customtrigger": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

func TestCourier(t *testing.T) { triggertest.Run(t, Courier{}) }
