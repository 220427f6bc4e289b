package sentinel

import "testing"

// Whoever looks for the name of an error must not find another one at another time.
func TestNoSentinelHasTwoNames(t *testing.T) {
	names := make(map[error]string)
	for name, err := range Standard() {
		if other, ok := names[err]; ok {
			t.Errorf("%s and %s are one error", name, other)
		}
		names[err] = name
	}
}
