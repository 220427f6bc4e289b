package m_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"example.com/m"
	_ "example.com/m/plug"
)

func TestMain(tm *testing.M) {
	m.Setup()
	for range 1 + rand.IntN(1_000_000) {
		m.Unsteady()
	}
	go func() {
		wait("M_WAKE")
		m.Late()
		os.Setenv("M_LATE", "1")
	}()
	os.Exit(tm.Run())
}

func wait(name string) {
	for os.Getenv(name) == "" {
		time.Sleep(time.Millisecond)
	}
}

func TestCallbacks(t *testing.T) {
	if m.Callbacks() != 6 {
		t.Fatal()
	}
}

func TestBackground(t *testing.T) {
	os.Setenv("M_WAKE", "1")
	wait("M_LATE")
}
