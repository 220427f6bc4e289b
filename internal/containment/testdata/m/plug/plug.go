// Package plug registers a callback with package m.
package plug

import "example.com/m"

func init() { m.Register(hello) }

func hello() int { return help() + 1 }

func help() int { return 5 }

// Other is never stored.
func Other() int { return 0 }
