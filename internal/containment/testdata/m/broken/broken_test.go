package broken

import (
	"os"
	"testing"
)

func TestHangs(t *testing.T) { select {} }

func TestCrashes(t *testing.T) { os.Exit(3) }
