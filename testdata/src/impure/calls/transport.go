package calls

import (
	"net/http"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// A copy of the default transport uses no network until it is used.

func idle(d time.Duration) int {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.IdleConnTimeout = d
	return t.MaxIdleConns
}

func idleIfAny(d time.Duration) int {
	t := &http.Transport{}
	if def, ok := (http.DefaultTransport).(*http.Transport); ok {
		t = def.Clone()
	}
	t.IdleConnTimeout = d
	return t.MaxIdleConns
}

func answers(req *http.Request) int {
	t := http.DefaultTransport.(*http.Transport).Clone()
	res, err := t.RoundTrip(req) // want `^answers uses the network: http.Transport.RoundTrip$`
	if err != nil {
		return 0
	}
	return res.StatusCode
}

func shared(req *http.Request) int {
	t := http.DefaultTransport // want `^shared uses the network: http.DefaultTransport$`
	res, err := t.RoundTrip(req)
	if err != nil {
		return 0
	}
	return res.StatusCode
}

func kept(n int) *http.Transport {
	t, _ := http.DefaultTransport.(*http.Transport) // want `^kept uses the network: http.DefaultTransport$`
	if n > 0 {
		return t.Clone()
	}
	return t
}

func closed(n int) int {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections() // want `^closed uses the network: http.DefaultTransport$`
	return n
}

var (
	_ = checkpoint.Func(idle)
	_ = checkpoint.Func(idleIfAny)
	_ = checkpoint.Func(answers)
	_ = checkpoint.Func(shared)
	_ = checkpoint.Func(kept)
	_ = checkpoint.Func(closed)
)
