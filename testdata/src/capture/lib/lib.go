// Package lib is imported by the fixture capture.
package lib

import "sync"

var Tolerance = 0.5

func SetTolerance(t float64) { Tolerance = t }

func Round(f float64) float64 { return f / Tolerance }

//checkpoint:capture
var unit = "m"

func SetUnit(u string) { unit = u }

func Unit() string { return unit }

//checkpoint:nohash
var Exported = 1 // read by importers only

var cache sync.Map

// Cached keeps what it computes.
func Cached(k string) string {
	if v, ok := cache.Load(k); ok {
		return v.(string)
	}
	cache.Store(k, k)
	return k
}

type Config struct{ Rate int }

var config = &Config{}

func Configure(f func(*Config)) { fill(config) }

func fill(c *Config) { c.Rate = 3 }

func Rate() int { return config.Rate }
