terraform {
  required_providers {
    honeycombio = {
      source  = "honeycombio/honeycombio"
      version = ">= 0.41.0"
    }
  }
}

# The key comes from HONEYCOMB_API_KEY: a configuration key that may manage queries, triggers and
# boards.
provider "honeycombio" {}

variable "dataset" {
  description = "A dataset (named after service.name), or all of the environment"
  type        = string
  default     = "__all__"
}

data "honeycombio_query_specification" "mismatches" {
  time_range = 86400
  breakdowns = [
    "gemini.mismatch.kind",
    "gen_ai.request.model",
    "gemini.mismatch.suggested_model",
    "gemini.mismatch_hint",
  ]

  calculation {
    op = "COUNT"
  }

  filter {
    column = "gemini.mismatch.kind"
    op     = "exists"
  }

  order {
    op    = "COUNT"
    order = "descending"
  }
}

data "honeycombio_query_specification" "closes" {
  time_range = 86400
  breakdowns = ["gemini.close.cause", "websocket.close.code", "gen_ai.provider.name"]

  calculation {
    op = "COUNT"
  }

  filter {
    column = "gemini.close.cause"
    op     = "exists"
  }

  order {
    op    = "COUNT"
    order = "descending"
  }
}

data "honeycombio_query_specification" "first_audio" {
  time_range = 86400
  breakdowns = ["gen_ai.request.model", "gemini.live.input_end.source"]

  calculation {
    op     = "P50"
    column = "gemini.live.time_to_first_audio"
  }

  calculation {
    op     = "P95"
    column = "gemini.live.time_to_first_audio"
  }

  filter {
    column = "gemini.live.time_to_first_audio"
    op     = "exists"
  }
}

data "honeycombio_query_specification" "trigger" {
  time_range = 900
  breakdowns = ["gemini.mismatch.kind", "gen_ai.request.model"]

  calculation {
    op = "COUNT"
  }

  filter {
    column = "gemini.mismatch.kind"
    op     = "exists"
  }
}

locals {
  panels = {
    mismatches = {
      title = "Models of the other API"
      style = "table"
      json  = data.honeycombio_query_specification.mismatches.json
    }
    closes = {
      title = "Abnormal closes by cause"
      style = "combo"
      json  = data.honeycombio_query_specification.closes.json
    }
    first_audio = {
      title = "Time to first audio"
      style = "graph"
      json  = data.honeycombio_query_specification.first_audio.json
    }
  }
}

resource "honeycombio_query" "panel" {
  for_each   = local.panels
  dataset    = var.dataset
  query_json = each.value.json
}

resource "honeycombio_query_annotation" "panel" {
  for_each = local.panels
  dataset  = var.dataset
  query_id = honeycombio_query.panel[each.key].id
  name     = each.value.title
}

resource "honeycombio_flexible_board" "live" {
  name        = "Gemini Live API"
  description = "Mismatches, closes and latency of Live sessions."

  dynamic "panel" {
    for_each = local.panels
    content {
      type = "query"
      query_panel {
        query_id            = honeycombio_query.panel[panel.key].id
        query_annotation_id = honeycombio_query_annotation.panel[panel.key].id
        query_style         = panel.value.style
      }
    }
  }
}

resource "honeycombio_trigger" "mismatch" {
  name        = "Gemini Live: a model of the other API"
  description = "Google closes these connections with 1008. gemini.mismatch_hint on the span says which model to use."
  dataset     = var.dataset
  query_json  = data.honeycombio_query_specification.trigger.json
  frequency   = 300
  alert_type  = "on_change"

  threshold {
    op    = ">"
    value = 0
  }
}
