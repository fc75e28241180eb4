// Made from /api/openapi.json: UPDATE_API=1 npx vitest run console/api-schema.test.ts

export interface paths {
    "/api/admin/apikeys/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The routing policies of an API key, by type of model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name of the key, URL-encoded. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The policies. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            routing: {
                                audio?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                chat?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                embeddings?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                image?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                moderation?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                reasoning?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                transcription?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                tts?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                            };
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/callback/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an identity provider sends the browser back to */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Not used. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description To the console, signed in; or to its sign-in page, with `error`. */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description It was not the right password, or the link does not work (any more). */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many attempts have failed; `retry-after` says how long to wait. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people may sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The ways in. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            password: boolean;
                            providers: {
                                id: string;
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with address and password
         * @description Sets the cookie of the session. Attempts that fail are counted per address of the client and per account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Who is signed in now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Signed in by a one-time link: a password may be set without the one before. */
                            byLink: boolean;
                            /** @description null: not a person, or one who has not yet said an address. */
                            email: string | null;
                            /** @description Milliseconds since 1970; null: no session. */
                            expiresAt: number | null;
                            id: string;
                            /** @enum {string} */
                            kind: "admin-token" | "person" | "service-token" | "system";
                            name: string;
                            /** @description Where routes without an organisation in their path belong; null: nowhere. */
                            organisation: string | null;
                            organisations: {
                                id: string;
                                name: string;
                                /** @description Such as `models:write`. */
                                permissions: string[];
                                /** @enum {string} */
                                role: "owner" | "admin" | "editor" | "viewer";
                            }[];
                            /** @description null: not a person. */
                            passwordSet: boolean | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description It was not the right password, or the link does not work (any more). */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many attempts have failed; `retry-after` says how long to wait. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a one-time link, or take up an invitation
         * @description The first owner, somebody who lost a password, or somebody who was invited. Works once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Who is signed in now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Signed in by a one-time link: a password may be set without the one before. */
                            byLink: boolean;
                            /** @description null: not a person, or one who has not yet said an address. */
                            email: string | null;
                            /** @description Milliseconds since 1970; null: no session. */
                            expiresAt: number | null;
                            id: string;
                            /** @enum {string} */
                            kind: "admin-token" | "person" | "service-token" | "system";
                            name: string;
                            /** @description Where routes without an organisation in their path belong; null: nowhere. */
                            organisation: string | null;
                            organisations: {
                                id: string;
                                name: string;
                                /** @description Such as `models:write`. */
                                permissions: string[];
                                /** @enum {string} */
                                role: "owner" | "admin" | "editor" | "viewer";
                            }[];
                            /** @description null: not a person. */
                            passwordSet: boolean | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description It was not the right password, or the link does not work (any more). */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many attempts have failed; `retry-after` says how long to wait. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in with an identity provider
         * @description Send the browser where the answer says; it comes back to the console, signed in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The id of one of the providers. */
                        provider: string;
                    };
                };
            };
            responses: {
                /** @description Where to go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            url: string;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description It was not the right password, or the link does not work (any more). */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many attempts have failed; `retry-after` says how long to wait. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Nobody is signed in now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            signedOut: true;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/apikeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The api keys that are in force, by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description Part of the name. */
                    search?: string;
                    source?: "file" | "store";
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @description Milliseconds since 1970; null: from the file. */
                                createdAt: number | null;
                                createdBy: string | null;
                                /**
                                 * Format: date-time
                                 * @description Refused from then on.
                                 */
                                expiresAt: string | null;
                                /** @description How the secret begins and ends, to tell keys apart. */
                                hint: string | null;
                                /** @description Earlier secrets and how long they are taken, newest first. */
                                history: {
                                    hint: string | null;
                                    until: string;
                                }[];
                                /** @description Stays when the name changes. Paths take the name as well. */
                                id: string;
                                ip: {
                                    allow: (string)[];
                                    deny: (string)[];
                                };
                                limits: {
                                    /** @description How much may be spent in a period. Models without a known price cost it nothing. */
                                    budget?: {
                                        /**
                                         * @description block: requests that do not fit are refused. switch: they go on with what is cheaper than what they asked for, past the limit.
                                         * @enum {string}
                                         */
                                        atLimit: "block" | "switch";
                                        /**
                                         * @description Period of the calendar in UTC; weeks begin on Monday.
                                         * @enum {string}
                                         */
                                        per: "day" | "week" | "month";
                                        /** @description US dollars. */
                                        usd: number;
                                    };
                                    concurrency: number | null;
                                    requestsPerMinute: number | null;
                                    tokensPerMinute: number | null;
                                };
                                /** @description Models and chains it may use, "*", and "provider/*" for direct calls. */
                                models: string[];
                                name: string;
                                /** @description Who answers for it. */
                                owner: string | null;
                                /** @description Goes up with every change; the ETag. 0: from the file. */
                                revision: number;
                                /**
                                 * Format: date-time
                                 * @description Refused from then on, for good.
                                 */
                                revokedAt: string | null;
                                /** @description Policies by type of model. */
                                routing: {
                                    audio?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    chat?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    embeddings?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    image?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    moderation?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    reasoning?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    transcription?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                    tts?: {
                                        /** @description The plan, whatever model was asked for. */
                                        candidates?: {
                                            modelName: string;
                                            /** @description Lower numbers are tried first. */
                                            priority: number | null;
                                        }[];
                                        /** @enum {string} */
                                        crossProtocol: "translate" | "same-family";
                                        /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                        failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "all";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of our own limit, 0–1; default 1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "rate_limit";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                            percentile?: "p50" | number;
                                            /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                            thresholdMs?: number;
                                            /** @enum {string} */
                                            type: "latency";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Default 20. */
                                            minRequests?: number;
                                            /** @description Share of failures that opens the breaker, 0–1. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "error_rate";
                                            /** @description Seconds; default 60. */
                                            windowS?: number;
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Share of the budget, 0–1; default 0.8. */
                                            threshold?: number;
                                            /** @description Model to move to; default the cheapest candidate. */
                                            to?: string;
                                            /** @enum {string} */
                                            type: "cost";
                                        } | {
                                            /** @description What an answer has to be; default non_empty and json_schema. */
                                            checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                                /** @enum {string} */
                                                type: "non_empty";
                                            } | {
                                                /** @description JSON Schema; default: that of the request's response_format. */
                                                schema?: {
                                                    [key: string]: unknown;
                                                };
                                                /** @enum {string} */
                                                type: "json_schema";
                                            } | {
                                                /** @description Characters, without white space around them. */
                                                chars: number;
                                                /** @enum {string} */
                                                type: "min_length";
                                            } | {
                                                flags: string;
                                                /** @description true: the text must not match. */
                                                not: boolean;
                                                /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                                pattern: string;
                                                /** @enum {string} */
                                                type: "matches";
                                            } | {
                                                /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                                allowLinkLocal: boolean;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Signs what is posted (Standard Webhooks). */
                                                secret?: string;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "webhook";
                                                url: string;
                                            } | {
                                                /** @description Configured model that reads the answer. */
                                                model: string;
                                                /** @description What a good answer is; default: correct, complete, to the point. */
                                                prompt?: string;
                                                /** @description true: an answer that could not be checked fails; default false: it passes. */
                                                required: boolean;
                                                /** @description Lowest score that passes, 0–1. */
                                                threshold: number;
                                                timeoutMs: number;
                                                /** @enum {string} */
                                                type: "judge";
                                            })[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                            threshold?: number;
                                            /** @enum {string} */
                                            type: "quality";
                                        } | {
                                            allow?: string[];
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            prefer?: string[];
                                            /** @enum {string} */
                                            type: "region";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                            /** @enum {string} */
                                            type: "load";
                                        } | {
                                            /** @description false switches the entry off; default true. */
                                            enabled?: boolean;
                                            /** @enum {string} */
                                            type: "5xx";
                                        })[];
                                        /** @description Moves between candidates. */
                                        maxRetries: number | null;
                                        /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                        nativeFallback?: {
                                            [key: string]: string[];
                                        };
                                        /** @description Pause before a move. */
                                        retryDelayMs: number | null;
                                        /** @enum {string} */
                                        strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    };
                                };
                                /**
                                 * @description file: declared in the configuration file, and changed there only.
                                 * @enum {string}
                                 */
                                source: "file" | "store";
                                /** @enum {string} */
                                state: "active" | "expired" | "revoked";
                                /** @description Milliseconds since 1970; null: from the file. */
                                updatedAt: number | null;
                                /** @description What names it, and keeps it from being deleted. */
                                usedBy: {
                                    /** @description Where in it, such as `deployments[0].provider`. */
                                    at: string;
                                    /** @enum {string} */
                                    kind: "model" | "chain" | "key" | "settings";
                                    name: string;
                                }[];
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/apikeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the api keys, by id or name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Milliseconds since 1970; null: from the file. */
                            createdAt: number | null;
                            createdBy: string | null;
                            /**
                             * Format: date-time
                             * @description Refused from then on.
                             */
                            expiresAt: string | null;
                            /** @description How the secret begins and ends, to tell keys apart. */
                            hint: string | null;
                            /** @description Earlier secrets and how long they are taken, newest first. */
                            history: {
                                hint: string | null;
                                until: string;
                            }[];
                            /** @description Stays when the name changes. Paths take the name as well. */
                            id: string;
                            ip: {
                                allow: (string)[];
                                deny: (string)[];
                            };
                            limits: {
                                /** @description How much may be spent in a period. Models without a known price cost it nothing. */
                                budget?: {
                                    /**
                                     * @description block: requests that do not fit are refused. switch: they go on with what is cheaper than what they asked for, past the limit.
                                     * @enum {string}
                                     */
                                    atLimit: "block" | "switch";
                                    /**
                                     * @description Period of the calendar in UTC; weeks begin on Monday.
                                     * @enum {string}
                                     */
                                    per: "day" | "week" | "month";
                                    /** @description US dollars. */
                                    usd: number;
                                };
                                concurrency: number | null;
                                requestsPerMinute: number | null;
                                tokensPerMinute: number | null;
                            };
                            /** @description Models and chains it may use, "*", and "provider/*" for direct calls. */
                            models: string[];
                            name: string;
                            /** @description Who answers for it. */
                            owner: string | null;
                            /** @description Goes up with every change; the ETag. 0: from the file. */
                            revision: number;
                            /**
                             * Format: date-time
                             * @description Refused from then on, for good.
                             */
                            revokedAt: string | null;
                            /** @description Policies by type of model. */
                            routing: {
                                audio?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                chat?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                embeddings?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                image?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                moderation?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                reasoning?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                transcription?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                tts?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                            };
                            /**
                             * @description file: declared in the configuration file, and changed there only.
                             * @enum {string}
                             */
                            source: "file" | "store";
                            /** @enum {string} */
                            state: "active" | "expired" | "revoked";
                            /** @description Milliseconds since 1970; null: from the file. */
                            updatedAt: number | null;
                            /** @description What names it, and keeps it from being deleted. */
                            usedBy: {
                                /** @description Where in it, such as `deployments[0].provider`. */
                                at: string;
                                /** @enum {string} */
                                kind: "model" | "chain" | "key" | "settings";
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/apikeys/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The routing policies of an API key, by type of model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name of the key, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The policies. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            routing: {
                                audio?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                chat?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                embeddings?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                image?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                moderation?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                reasoning?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                transcription?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                                tts?: {
                                    /** @description The plan, whatever model was asked for. */
                                    candidates?: {
                                        modelName: string;
                                        /** @description Lower numbers are tried first. */
                                        priority: number | null;
                                    }[];
                                    /** @enum {string} */
                                    crossProtocol: "translate" | "same-family";
                                    /** @description What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be. */
                                    failoverOn?: "any" | (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "all";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of our own limit, 0–1; default 1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "rate_limit";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                        percentile?: "p50" | number;
                                        /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                        thresholdMs?: number;
                                        /** @enum {string} */
                                        type: "latency";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Default 20. */
                                        minRequests?: number;
                                        /** @description Share of failures that opens the breaker, 0–1. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "error_rate";
                                        /** @description Seconds; default 60. */
                                        windowS?: number;
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Share of the budget, 0–1; default 0.8. */
                                        threshold?: number;
                                        /** @description Model to move to; default the cheapest candidate. */
                                        to?: string;
                                        /** @enum {string} */
                                        type: "cost";
                                    } | {
                                        /** @description What an answer has to be; default non_empty and json_schema. */
                                        checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                            /** @enum {string} */
                                            type: "non_empty";
                                        } | {
                                            /** @description JSON Schema; default: that of the request's response_format. */
                                            schema?: {
                                                [key: string]: unknown;
                                            };
                                            /** @enum {string} */
                                            type: "json_schema";
                                        } | {
                                            /** @description Characters, without white space around them. */
                                            chars: number;
                                            /** @enum {string} */
                                            type: "min_length";
                                        } | {
                                            flags: string;
                                            /** @description true: the text must not match. */
                                            not: boolean;
                                            /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                            pattern: string;
                                            /** @enum {string} */
                                            type: "matches";
                                        } | {
                                            /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                            allowLinkLocal: boolean;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Signs what is posted (Standard Webhooks). */
                                            secret?: string;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "webhook";
                                            url: string;
                                        } | {
                                            /** @description Configured model that reads the answer. */
                                            model: string;
                                            /** @description What a good answer is; default: correct, complete, to the point. */
                                            prompt?: string;
                                            /** @description true: an answer that could not be checked fails; default false: it passes. */
                                            required: boolean;
                                            /** @description Lowest score that passes, 0–1. */
                                            threshold: number;
                                            timeoutMs: number;
                                            /** @enum {string} */
                                            type: "judge";
                                        })[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                        threshold?: number;
                                        /** @enum {string} */
                                        type: "quality";
                                    } | {
                                        allow?: string[];
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        prefer?: string[];
                                        /** @enum {string} */
                                        type: "region";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                        /** @enum {string} */
                                        type: "load";
                                    } | {
                                        /** @description false switches the entry off; default true. */
                                        enabled?: boolean;
                                        /** @enum {string} */
                                        type: "5xx";
                                    })[];
                                    /** @description Moves between candidates. */
                                    maxRetries: number | null;
                                    /** @description Fallbacks by endpoint family, provider name or provider kind. */
                                    nativeFallback?: {
                                        [key: string]: string[];
                                    };
                                    /** @description Pause before a move. */
                                    retryDelayMs: number | null;
                                    /** @enum {string} */
                                    strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                };
                            };
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/audit-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what over the admin API, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description A whole action, or its beginning such as `model.`. */
                    action?: string;
                    /** @description Id of who did it. */
                    actor?: string;
                    cursor?: string;
                    from?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description Id or name of what was changed. */
                    target?: string;
                    targetKind?: string;
                    to?: string;
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @description Such as `model.update`. */
                                action: string;
                                actor: {
                                    id: string;
                                    /** @enum {string} */
                                    kind: "admin-token" | "person" | "service-token" | "system";
                                    name: string;
                                };
                                /** @description As the route that shows it answers; null: it did not exist. */
                                after?: unknown;
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description As the route that shows it answers; null: it did not exist. */
                                before?: unknown;
                                /** @description Sorts by time. */
                                id: string;
                                organisation: string;
                                /** @description The `x-request-id` of the answer. */
                                request: string | null;
                                target: {
                                    id: string;
                                    kind: string;
                                    name: string;
                                };
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chains that are in force, by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description Part of the name. */
                    search?: string;
                    source?: "file" | "store";
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /**
                                 * @description all: the whole answer.
                                 * @enum {string}
                                 */
                                buffer?: "all";
                                /** @description Until so long after the first content. */
                                bufferMs?: number;
                                /** @description Until there are so many tokens. */
                                bufferTokens?: number;
                                /** @description Milliseconds since 1970; null: from the file. */
                                createdAt: number | null;
                                createdBy: string | null;
                                hedge?: {
                                    after: number | "p95";
                                    maxShare: number;
                                };
                                /** @description Stays when the name changes. Paths take the name as well. */
                                id: string;
                                /** @description What happens to a stream that breaks after its first content. */
                                midStream?: ("continue" | "error" | "buffer") | {
                                    /**
                                     * @description all: the whole answer.
                                     * @enum {string}
                                     */
                                    buffer?: "all";
                                    /** @description Until so long after the first content. */
                                    bufferMs?: number;
                                    /** @description Until there are so many tokens. */
                                    bufferTokens?: number;
                                    /** @description As a last resort, ask a model to go on from the text so far. */
                                    instructed: boolean;
                                    /** @enum {string} */
                                    mode: "continue" | "error" | "buffer";
                                };
                                /** @description Steps, in order. */
                                models: {
                                    /** @description A configured model, or what the provider calls a model. */
                                    model: string;
                                    /** @description Lower numbers are tried first. */
                                    priority: number | null;
                                    /** @description Only the deployments of this provider. */
                                    provider?: string;
                                }[];
                                name: string;
                                /** @description What every step must be able to do. */
                                require?: {
                                    capabilities?: ("tools" | "vision" | "audio" | "json_schema" | "reasoning")[];
                                    contextWindow?: number;
                                };
                                retry?: {
                                    /**
                                     * @description How the pause between tries on one deployment grows.
                                     * @enum {string}
                                     */
                                    backoff?: "exponential" | "fixed" | "none";
                                    /** @description First pause, milliseconds. */
                                    baseMs?: number;
                                    /** @description Tries per deployment, the first one included. */
                                    maxAttempts?: number;
                                    /** @description Longest pause, milliseconds. */
                                    maxMs?: number;
                                    /** @description Longest hint of a provider that is waited out in place, milliseconds. */
                                    rateLimitWaitMs?: number;
                                };
                                /** @description Goes up with every change; the ETag. 0: from the file. */
                                revision: number;
                                routing?: {
                                    /**
                                     * @description What keeps a session on one deployment.
                                     * @enum {string}
                                     */
                                    affinity?: "id" | "prefix" | "none";
                                    /** @description Refuse a request when everything is demoted, instead of trying the least bad. */
                                    failClosed?: boolean;
                                    /** @description Attempts of one request, all deployments together. */
                                    maxTotalAttempts?: number;
                                    /**
                                     * @description model: every deployment of a model before the next model. none: all of them in one order.
                                     * @enum {string}
                                     */
                                    partition?: "model" | "none";
                                    /** @description Requests that may wait for room when every deployment is full. */
                                    queue?: {
                                        /** @description At most so many wait; 0: none. */
                                        max: number;
                                        /** @description Longest wait of one; 0: none waits. */
                                        waitMs: number;
                                    };
                                    /** @description Share of requests that further attempts may add, so that an outage is not amplified. */
                                    retryBudget?: {
                                        minPerSecond: number;
                                        ratio: number;
                                    };
                                };
                                /**
                                 * @description file: declared in the configuration file, and changed there only.
                                 * @enum {string}
                                 */
                                source: "file" | "store";
                                /** @enum {string} */
                                strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                timeouts?: {
                                    /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                    answerMs?: number | null;
                                    /** @description Limit to connect, milliseconds. */
                                    connectMs?: number;
                                    /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                    firstTokenMs?: number | null;
                                    /** @description Longest silence inside an answer, milliseconds. */
                                    idleMs?: number;
                                    /** @description No attempt is begun with less time left, milliseconds. */
                                    minAttemptMs?: number;
                                    /** @description Limit to the whole request, milliseconds. */
                                    totalMs?: number;
                                };
                                /** @description What lets a request move on: names of sets, classes and types, or types with fields. */
                                triggers?: (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "all";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of our own limit, 0–1; default 1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "rate_limit";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                    percentile?: "p50" | number;
                                    /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                    thresholdMs?: number;
                                    /** @enum {string} */
                                    type: "latency";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Default 20. */
                                    minRequests?: number;
                                    /** @description Share of failures that opens the breaker, 0–1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "error_rate";
                                    /** @description Seconds; default 60. */
                                    windowS?: number;
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of the budget, 0–1; default 0.8. */
                                    threshold?: number;
                                    /** @description Model to move to; default the cheapest candidate. */
                                    to?: string;
                                    /** @enum {string} */
                                    type: "cost";
                                } | {
                                    /** @description What an answer has to be; default non_empty and json_schema. */
                                    checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                        /** @enum {string} */
                                        type: "non_empty";
                                    } | {
                                        /** @description JSON Schema; default: that of the request's response_format. */
                                        schema?: {
                                            [key: string]: unknown;
                                        };
                                        /** @enum {string} */
                                        type: "json_schema";
                                    } | {
                                        /** @description Characters, without white space around them. */
                                        chars: number;
                                        /** @enum {string} */
                                        type: "min_length";
                                    } | {
                                        flags: string;
                                        /** @description true: the text must not match. */
                                        not: boolean;
                                        /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                        pattern: string;
                                        /** @enum {string} */
                                        type: "matches";
                                    } | {
                                        /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                        allowLinkLocal: boolean;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Signs what is posted (Standard Webhooks). */
                                        secret?: string;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "webhook";
                                        url: string;
                                    } | {
                                        /** @description Configured model that reads the answer. */
                                        model: string;
                                        /** @description What a good answer is; default: correct, complete, to the point. */
                                        prompt?: string;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Lowest score that passes, 0–1. */
                                        threshold: number;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "judge";
                                    })[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "quality";
                                } | {
                                    allow?: string[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    prefer?: string[];
                                    /** @enum {string} */
                                    type: "region";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    /** @enum {string} */
                                    type: "load";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "5xx";
                                })[];
                                /** @description Milliseconds since 1970; null: from the file. */
                                updatedAt: number | null;
                                /** @description What names it, and keeps it from being deleted. */
                                usedBy: {
                                    /** @description Where in it, such as `deployments[0].provider`. */
                                    at: string;
                                    /** @enum {string} */
                                    kind: "model" | "chain" | "key" | "settings";
                                    name: string;
                                }[];
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/chains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the chains, by id or name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description all: the whole answer.
                             * @enum {string}
                             */
                            buffer?: "all";
                            /** @description Until so long after the first content. */
                            bufferMs?: number;
                            /** @description Until there are so many tokens. */
                            bufferTokens?: number;
                            /** @description Milliseconds since 1970; null: from the file. */
                            createdAt: number | null;
                            createdBy: string | null;
                            hedge?: {
                                after: number | "p95";
                                maxShare: number;
                            };
                            /** @description Stays when the name changes. Paths take the name as well. */
                            id: string;
                            /** @description What happens to a stream that breaks after its first content. */
                            midStream?: ("continue" | "error" | "buffer") | {
                                /**
                                 * @description all: the whole answer.
                                 * @enum {string}
                                 */
                                buffer?: "all";
                                /** @description Until so long after the first content. */
                                bufferMs?: number;
                                /** @description Until there are so many tokens. */
                                bufferTokens?: number;
                                /** @description As a last resort, ask a model to go on from the text so far. */
                                instructed: boolean;
                                /** @enum {string} */
                                mode: "continue" | "error" | "buffer";
                            };
                            /** @description Steps, in order. */
                            models: {
                                /** @description A configured model, or what the provider calls a model. */
                                model: string;
                                /** @description Lower numbers are tried first. */
                                priority: number | null;
                                /** @description Only the deployments of this provider. */
                                provider?: string;
                            }[];
                            name: string;
                            /** @description What every step must be able to do. */
                            require?: {
                                capabilities?: ("tools" | "vision" | "audio" | "json_schema" | "reasoning")[];
                                contextWindow?: number;
                            };
                            retry?: {
                                /**
                                 * @description How the pause between tries on one deployment grows.
                                 * @enum {string}
                                 */
                                backoff?: "exponential" | "fixed" | "none";
                                /** @description First pause, milliseconds. */
                                baseMs?: number;
                                /** @description Tries per deployment, the first one included. */
                                maxAttempts?: number;
                                /** @description Longest pause, milliseconds. */
                                maxMs?: number;
                                /** @description Longest hint of a provider that is waited out in place, milliseconds. */
                                rateLimitWaitMs?: number;
                            };
                            /** @description Goes up with every change; the ETag. 0: from the file. */
                            revision: number;
                            routing?: {
                                /**
                                 * @description What keeps a session on one deployment.
                                 * @enum {string}
                                 */
                                affinity?: "id" | "prefix" | "none";
                                /** @description Refuse a request when everything is demoted, instead of trying the least bad. */
                                failClosed?: boolean;
                                /** @description Attempts of one request, all deployments together. */
                                maxTotalAttempts?: number;
                                /**
                                 * @description model: every deployment of a model before the next model. none: all of them in one order.
                                 * @enum {string}
                                 */
                                partition?: "model" | "none";
                                /** @description Requests that may wait for room when every deployment is full. */
                                queue?: {
                                    /** @description At most so many wait; 0: none. */
                                    max: number;
                                    /** @description Longest wait of one; 0: none waits. */
                                    waitMs: number;
                                };
                                /** @description Share of requests that further attempts may add, so that an outage is not amplified. */
                                retryBudget?: {
                                    minPerSecond: number;
                                    ratio: number;
                                };
                            };
                            /**
                             * @description file: declared in the configuration file, and changed there only.
                             * @enum {string}
                             */
                            source: "file" | "store";
                            /** @enum {string} */
                            strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                            timeouts?: {
                                /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                answerMs?: number | null;
                                /** @description Limit to connect, milliseconds. */
                                connectMs?: number;
                                /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                firstTokenMs?: number | null;
                                /** @description Longest silence inside an answer, milliseconds. */
                                idleMs?: number;
                                /** @description No attempt is begun with less time left, milliseconds. */
                                minAttemptMs?: number;
                                /** @description Limit to the whole request, milliseconds. */
                                totalMs?: number;
                            };
                            /** @description What lets a request move on: names of sets, classes and types, or types with fields. */
                            triggers?: (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                type: "all";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Share of our own limit, 0–1; default 1. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "rate_limit";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                percentile?: "p50" | number;
                                /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                thresholdMs?: number;
                                /** @enum {string} */
                                type: "latency";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Default 20. */
                                minRequests?: number;
                                /** @description Share of failures that opens the breaker, 0–1. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "error_rate";
                                /** @description Seconds; default 60. */
                                windowS?: number;
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Share of the budget, 0–1; default 0.8. */
                                threshold?: number;
                                /** @description Model to move to; default the cheapest candidate. */
                                to?: string;
                                /** @enum {string} */
                                type: "cost";
                            } | {
                                /** @description What an answer has to be; default non_empty and json_schema. */
                                checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                    /** @enum {string} */
                                    type: "non_empty";
                                } | {
                                    /** @description JSON Schema; default: that of the request's response_format. */
                                    schema?: {
                                        [key: string]: unknown;
                                    };
                                    /** @enum {string} */
                                    type: "json_schema";
                                } | {
                                    /** @description Characters, without white space around them. */
                                    chars: number;
                                    /** @enum {string} */
                                    type: "min_length";
                                } | {
                                    flags: string;
                                    /** @description true: the text must not match. */
                                    not: boolean;
                                    /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                    pattern: string;
                                    /** @enum {string} */
                                    type: "matches";
                                } | {
                                    /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                    allowLinkLocal: boolean;
                                    /** @description true: an answer that could not be checked fails; default false: it passes. */
                                    required: boolean;
                                    /** @description Signs what is posted (Standard Webhooks). */
                                    secret?: string;
                                    timeoutMs: number;
                                    /** @enum {string} */
                                    type: "webhook";
                                    url: string;
                                } | {
                                    /** @description Configured model that reads the answer. */
                                    model: string;
                                    /** @description What a good answer is; default: correct, complete, to the point. */
                                    prompt?: string;
                                    /** @description true: an answer that could not be checked fails; default false: it passes. */
                                    required: boolean;
                                    /** @description Lowest score that passes, 0–1. */
                                    threshold: number;
                                    timeoutMs: number;
                                    /** @enum {string} */
                                    type: "judge";
                                })[];
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "quality";
                            } | {
                                allow?: string[];
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                prefer?: string[];
                                /** @enum {string} */
                                type: "region";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                /** @enum {string} */
                                type: "load";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                type: "5xx";
                            })[];
                            /** @description Milliseconds since 1970; null: from the file. */
                            updatedAt: number | null;
                            /** @description What names it, and keeps it from being deleted. */
                            usedBy: {
                                /** @description Where in it, such as `deployments[0].provider`. */
                                at: string;
                                /** @enum {string} */
                                kind: "model" | "chain" | "key" | "settings";
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/deployments/{deploymentId}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drain a deployment, force its breaker open, or reset it
         * @description Running attempts finish. What is set ends by itself, outlives a reload of the file, and ends with the process.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The id of `health`, or the label, URL-encoded. */
                    deploymentId: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description For so long; without it until a reset. */
                        forMs?: number;
                        /** @default  */
                        reason?: string;
                        /**
                         * @description drain: takes no new attempts. force_open: put last. reset: closes the breaker, ends cooldown and bench, and takes back the other two.
                         * @enum {string}
                         */
                        state: "drain" | "force_open" | "reset";
                        /**
                         * Format: date-time
                         * @description Until then, instead of `forMs`.
                         */
                        until?: string;
                    };
                };
            };
            responses: {
                /** @description How it is doing now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Milliseconds; null: too few answers lately. */
                            answerMs: {
                                p50: number;
                                p95: number;
                            } | null;
                            /** @description Attempts in the breaker window. */
                            attempts: number;
                            /** @description Class of the failure behind it. */
                            class: string | null;
                            credential: string;
                            /** @description Its label, as in records and headers. */
                            deployment: string;
                            /** @description Share of failures in the breaker window, 0–1; null: no attempts. */
                            errorRate: number | null;
                            /** @description Milliseconds; null: too few answers lately. */
                            firstTokenMs: {
                                p50: number;
                                p95: number;
                            } | null;
                            id: string;
                            inFlight: number;
                            model: string;
                            provider: string;
                            /** @description Fading mean of checks and feedback, 0–1; null: too few lately. */
                            quality: number | null;
                            /** @description What the operator said, or why it counts as degraded. */
                            reason: string | null;
                            region: string | null;
                            /** @description What the provider last said of its own limits; null: nothing, or out of date. */
                            reported: {
                                at: number;
                                limits: {
                                    /** @enum {string} */
                                    counts: "requests" | "tokens" | "input" | "output";
                                    limit: number | null;
                                    remaining: number;
                                    resetInMs: number | null;
                                }[];
                            } | null;
                            requestsLeft: number | null;
                            requestsPerMinute: number | null;
                            /** @description Milliseconds since 1970; null: not known or no end. */
                            since: number | null;
                            /** @enum {string} */
                            state: "disabled" | "drained" | "forced_open" | "benched" | "open" | "half_open" | "cooling" | "degraded" | "healthy";
                            tokensLeft: number | null;
                            tokensPerMinute: number | null;
                            /** @description Milliseconds since 1970; null: not known or no end. */
                            until: number | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of state and requests that moved, newest first
         * @description With `accept: text/event-stream` the same as `/events/live`. An event is listed within about 100 ms.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Kinds of event, separated by commas; without it every kind. */
                    kind?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    since?: string;
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page, or the stream. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: ({
                                /** @description Milliseconds since 1970. */
                                at: number;
                                class: string;
                                deployment: string;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "breaker-opened";
                                openMs: number;
                                organisation: string;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                deployment: string;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "breaker-half-opened" | "breaker-closed" | "credential-restored";
                                organisation: string;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                class: string;
                                deployment: string;
                                forMs: number;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "deployment-cooling" | "credential-benched";
                                organisation: string;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                by: string;
                                deployment: string;
                                forMs: number | null;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "deployment-drained" | "deployment-forced-open";
                                organisation: string;
                                reason: string;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                deployment: string;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "deployment-released";
                                organisation: string;
                                /** @enum {string} */
                                state: "drained" | "forced_open";
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                by: string;
                                deployment: string;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "deployment-reset";
                                organisation: string;
                                reason: string;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                classes: string[];
                                /** @description How many requests alike this stands for. */
                                count: number;
                                from: {
                                    deployment: string | null;
                                    model: string;
                                };
                                /** @description Sorts by time. */
                                id: string;
                                key: string;
                                /** @enum {string} */
                                kind: "request-moved";
                                organisation: string;
                                /** @description Id of its usage record; of several alike, the last one. */
                                request: string;
                                requestedModel: string;
                                status: number;
                                to: {
                                    deployment: string | null;
                                    model: string;
                                };
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @enum {string} */
                                atLimit: "block" | "switch";
                                budget: string;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "budget-threshold";
                                limitUsd: number;
                                organisation: string;
                                /** @enum {string} */
                                per: "day" | "week" | "month";
                                renews: string;
                                /** @description Of the limit, 0–1. */
                                share: number;
                                spentUsd: number;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "config-loaded";
                                organisation: string;
                                version: string;
                                warnings: number;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "config-refused";
                                organisation: string;
                                problems: string[];
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "store-failing" | "store-recovered" | "records-dropped";
                                message: string;
                                organisation: string;
                                records: number;
                            } | {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Sorts by time. */
                                id: string;
                                /** @enum {string} */
                                kind: "shared-state-lost" | "shared-state-restored";
                                message: string;
                                organisation: string;
                            })[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                        "text/event-stream": string;
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/events/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they happen, as server-sent events
         * @description Each has its id and, as data, the event as the list has it. With `Last-Event-ID` those that were missed come first. A `gap` event says that some cannot be told here. A reader that is too slow is cut, and may go on where it was.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Kinds of event, separated by commas; without it every kind. */
                    kind?: string;
                };
                header?: {
                    /** @description The last event that the reader has. */
                    "last-event-id"?: string;
                };
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The stream. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many streams are open. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would be done with a request, and why; nothing is sent
         * @description Planned by the code that plans real requests, from the live states. Takes no turn of a rotation.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Body of the request; without it a short chat message. */
                        body?: {
                            [key: string]: unknown;
                        };
                        /** @description Such as `x-deadline-ms`. */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description Name of an API key; without it a key that may use everything. */
                        key?: string;
                        /** @description Model, alias or chain, instead of the one in the body. */
                        model: string;
                    };
                };
            };
            responses: {
                /** @description The plan, or the refusal. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What keeps the requests of a session on one deployment. */
                            affinity: string | null;
                            /** @description What the request is charged to. */
                            budgets: {
                                atLimit: string;
                                /** @description Such as `key app`. */
                                budget: string;
                                per: string;
                                renews: string;
                                /** @description Expected cost of attempts under way. */
                                reservedUsd: number;
                                spentUsd: number;
                                usd: number;
                            }[];
                            /** @description What answers are checked for, in this order. */
                            checks: string[];
                            /** @description Share of a budget from which `to`, or the cheapest candidate, is asked first. */
                            cost: {
                                threshold: number;
                                to: string | null;
                            } | null;
                            deadlineMs: number | null;
                            estimatedInputTokens: number;
                            /** @description When a second deployment is asked beside the first; null: never. */
                            hedge: {
                                afterMs: number;
                                afterP95: boolean;
                                maxShare: number;
                                name: string;
                            } | null;
                            key: string;
                            /** @description Limit to the first token that a trigger sets. */
                            latencyMs: number | null;
                            /** @description Part of a deployment's own limits that may be used, 0–1. */
                            limitShare: number | null;
                            maxMoves: number | null;
                            maxTotalAttempts: number | null;
                            /** @description What becomes of a stream that breaks. */
                            midStream: {
                                /** @description How much of it is held back; null: nothing. */
                                buffer: {
                                    all: boolean;
                                    ms: number | null;
                                    tokens: number | null;
                                } | null;
                                instructed: boolean;
                                /** @enum {string} */
                                mode: "continue" | "error";
                            } | null;
                            /** @description Who would be tried, in this order. */
                            order: {
                                deployment: string;
                                /** @description Expected price; null: none is known. */
                                expectedUsd: number | null;
                                maxAttempts: number;
                                /** @description What was measured of it lately; null: it was never tried. */
                                measured: {
                                    cachedShare: number | null;
                                    errorRate: number;
                                    firstTokenMs: number | null;
                                    inFlight: number;
                                    msPerOutputToken: number | null;
                                    outputTokens: number | null;
                                    tokensPerSecond: number | null;
                                    usedShare: number;
                                } | null;
                                model: string;
                                provider: string;
                                region: string | null;
                                reservesTokens: number;
                            }[];
                            /** @description none: the deployments of all candidates in one order. */
                            partition: string | null;
                            /** @description Where everything is full, so many requests wait so long. */
                            queue: {
                                max: number;
                                waitMs: number;
                            } | null;
                            /** @description Why nothing may be tried; `skipped` names everything that was excluded. */
                            refusal: {
                                code: string;
                                message: string;
                            } | null;
                            /** @description Where answers should, and may, come from. */
                            regions: {
                                allow: string[] | null;
                                prefer: string[];
                            } | null;
                            requestedModel: string;
                            skipped: {
                                deployment: string;
                                reason: string;
                            }[];
                            /** @description Where each field of the policy in force came from. */
                            source: {
                                [key: string]: string;
                            } | null;
                            strategy: string | null;
                            /** @description Failures that let the request leave a model. */
                            triggers: {
                                classes: string[];
                                statuses: string[];
                            } | null;
                            warnings: string[];
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How every deployment, credential and region is doing now */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The moment. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at: number;
                            configVersion: string;
                            credentials: {
                                benched: {
                                    class: string;
                                    since: number;
                                    status: number | null;
                                    until: number;
                                } | null;
                                deployments: string[];
                                id: string;
                                provider: string;
                            }[];
                            deployments: {
                                /** @description Milliseconds; null: too few answers lately. */
                                answerMs: {
                                    p50: number;
                                    p95: number;
                                } | null;
                                /** @description Attempts in the breaker window. */
                                attempts: number;
                                /** @description Class of the failure behind it. */
                                class: string | null;
                                credential: string;
                                /** @description Its label, as in records and headers. */
                                deployment: string;
                                /** @description Share of failures in the breaker window, 0–1; null: no attempts. */
                                errorRate: number | null;
                                /** @description Milliseconds; null: too few answers lately. */
                                firstTokenMs: {
                                    p50: number;
                                    p95: number;
                                } | null;
                                id: string;
                                inFlight: number;
                                model: string;
                                provider: string;
                                /** @description Fading mean of checks and feedback, 0–1; null: too few lately. */
                                quality: number | null;
                                /** @description What the operator said, or why it counts as degraded. */
                                reason: string | null;
                                region: string | null;
                                /** @description What the provider last said of its own limits; null: nothing, or out of date. */
                                reported: {
                                    at: number;
                                    limits: {
                                        /** @enum {string} */
                                        counts: "requests" | "tokens" | "input" | "output";
                                        limit: number | null;
                                        remaining: number;
                                        resetInMs: number | null;
                                    }[];
                                } | null;
                                requestsLeft: number | null;
                                requestsPerMinute: number | null;
                                /** @description Milliseconds since 1970; null: not known or no end. */
                                since: number | null;
                                /** @enum {string} */
                                state: "disabled" | "drained" | "forced_open" | "benched" | "open" | "half_open" | "cooling" | "degraded" | "healthy";
                                tokensLeft: number | null;
                                tokensPerMinute: number | null;
                                /** @description Milliseconds since 1970; null: not known or no end. */
                                until: number | null;
                            }[];
                            regions: {
                                deployments: number;
                                /** @description Most of its deployments cannot be used. */
                                down: boolean;
                                /** @description Healthy or degraded. */
                                healthy: number;
                                region: string | null;
                            }[];
                            /** @description How this process stands with those that it shares limits and states with. */
                            sharedState: {
                                /** @description False: each goes on with its last part of the limits. */
                                connected: boolean;
                                /**
                                 * @description Where state is that several processes share; memory: this one is alone.
                                 * @enum {string}
                                 */
                                kind: "memory" | "workers" | "redis";
                                /** @description Milliseconds since 1970. */
                                since: number;
                            };
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The models that are in force, by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description Part of the name. */
                    search?: string;
                    source?: "file" | "store";
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                aliases: string[];
                                /** @description Embeddings may come from another model. */
                                allowModelChange: boolean;
                                breaker?: {
                                    /** @description Share of failures in the window that opens it, 0–1. */
                                    errorRate?: number;
                                    /** @description Consecutive failures that open the breaker. */
                                    failures?: number;
                                    /** @description Requests in the window below which the rate says nothing. */
                                    minRequests?: number;
                                    /** @description How long it stays open at most, milliseconds. */
                                    openMaxMs?: number;
                                    /** @description How long it stays open at first, milliseconds. */
                                    openMs?: number;
                                    /** @description Length of the window, seconds. */
                                    windowS?: number;
                                };
                                /** @description null: not known. */
                                capabilities: ("tools" | "vision" | "audio" | "json_schema" | "reasoning")[] | null;
                                /** @description Tokens. */
                                contextWindow: number | null;
                                /** @description Milliseconds since 1970; null: from the file. */
                                createdAt: number | null;
                                createdBy: string | null;
                                deployments: {
                                    /** @description null: the provider's. */
                                    apiKey: string | null;
                                    /** @description null: the provider's. */
                                    baseUrl: string | null;
                                    breaker?: {
                                        /** @description Share of failures in the window that opens it, 0–1. */
                                        errorRate?: number;
                                        /** @description Consecutive failures that open the breaker. */
                                        failures?: number;
                                        /** @description Requests in the window below which the rate says nothing. */
                                        minRequests?: number;
                                        /** @description How long it stays open at most, milliseconds. */
                                        openMaxMs?: number;
                                        /** @description How long it stays open at first, milliseconds. */
                                        openMs?: number;
                                        /** @description Length of the window, seconds. */
                                        windowS?: number;
                                    };
                                    credential: string;
                                    enabled: boolean;
                                    /** @description Body members set whatever the request says. */
                                    extraBody: {
                                        [key: string]: unknown;
                                    };
                                    /** @description As in `health`. It derives from the content: an edited deployment has another one. */
                                    id: string;
                                    /** @description Kind of its provider. */
                                    kind: string;
                                    /** @description Its label, as in records and headers. */
                                    label: string;
                                    /** @description What the provider calls the model. */
                                    model: string;
                                    /** @description Body members used where the request gives none. */
                                    params: {
                                        [key: string]: unknown;
                                    };
                                    /** @description How an answer can be continued from its beginning. */
                                    prefill: boolean | "plain" | null;
                                    /** @description Lower numbers are tried first. */
                                    priority: number | null;
                                    /** @description Name of a configured provider. */
                                    provider: string;
                                    /** @description null: the provider's. */
                                    region: string | null;
                                    /** @description Never sent more than this; null: no limit. */
                                    requestsPerMinute: number | null;
                                    /** @description Of the model's traffic while all are well, 0–1; null: decided by what is measured. */
                                    share: number | null;
                                    timeouts?: {
                                        /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                        answerMs?: number | null;
                                        /** @description Limit to connect, milliseconds. */
                                        connectMs?: number;
                                        /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                        firstTokenMs?: number | null;
                                        /** @description Longest silence inside an answer, milliseconds. */
                                        idleMs?: number;
                                        /** @description No attempt is begun with less time left, milliseconds. */
                                        minAttemptMs?: number;
                                        /** @description Limit to the whole request, milliseconds. */
                                        totalMs?: number;
                                    };
                                    /** @description Never sent more than this; null: no limit. */
                                    tokensPerMinute: number | null;
                                    /** @description Share of the traffic; on all or none. */
                                    weight: number | null;
                                }[];
                                /** @description Order of its deployments, as it is in force. */
                                effectiveStrategy: string;
                                /** @description false: none of its deployments is used, its fallbacks answer. */
                                enabled: boolean;
                                /** @description Models and chains tried after every deployment of this one. */
                                fallbacks: string[] | null;
                                /** @description What should be looked at, such as limits on some deployments only. */
                                hint: string | null;
                                /** @description Stays when the name changes. Paths take the name as well. */
                                id: string;
                                /** @description What is in force where the model says nothing: from the catalog. */
                                known: {
                                    contextWindow: number | null;
                                    price: {
                                        cachedInput: number | null;
                                        input: number;
                                        output: number;
                                    } | null;
                                };
                                maxOutputTokens: number | null;
                                /** @description What happens to a stream that breaks after its first content. */
                                midStream?: ("continue" | "error" | "buffer") | {
                                    /**
                                     * @description all: the whole answer.
                                     * @enum {string}
                                     */
                                    buffer?: "all";
                                    /** @description Until so long after the first content. */
                                    bufferMs?: number;
                                    /** @description Until there are so many tokens. */
                                    bufferTokens?: number;
                                    /** @description As a last resort, ask a model to go on from the text so far. */
                                    instructed: boolean;
                                    /** @enum {string} */
                                    mode: "continue" | "error" | "buffer";
                                };
                                name: string;
                                /** @description US dollars per million tokens. */
                                price: {
                                    /** @description null: as input. */
                                    cachedInput: number | null;
                                    input: number;
                                    output: number;
                                } | null;
                                /** @description Asks deployments that no request shows to be well, at most so often; every probe is paid for. */
                                probe?: {
                                    everyMs: number | null;
                                };
                                retry?: {
                                    /**
                                     * @description How the pause between tries on one deployment grows.
                                     * @enum {string}
                                     */
                                    backoff?: "exponential" | "fixed" | "none";
                                    /** @description First pause, milliseconds. */
                                    baseMs?: number;
                                    /** @description Tries per deployment, the first one included. */
                                    maxAttempts?: number;
                                    /** @description Longest pause, milliseconds. */
                                    maxMs?: number;
                                    /** @description Longest hint of a provider that is waited out in place, milliseconds. */
                                    rateLimitWaitMs?: number;
                                };
                                /** @description Goes up with every change; the ETag. 0: from the file. */
                                revision: number;
                                routing?: {
                                    /**
                                     * @description What keeps a session on one deployment.
                                     * @enum {string}
                                     */
                                    affinity?: "id" | "prefix" | "none";
                                    /** @description Refuse a request when everything is demoted, instead of trying the least bad. */
                                    failClosed?: boolean;
                                    /** @description Attempts of one request, all deployments together. */
                                    maxTotalAttempts?: number;
                                    /**
                                     * @description model: every deployment of a model before the next model. none: all of them in one order.
                                     * @enum {string}
                                     */
                                    partition?: "model" | "none";
                                    /** @description Requests that may wait for room when every deployment is full. */
                                    queue?: {
                                        /** @description At most so many wait; 0: none. */
                                        max: number;
                                        /** @description Longest wait of one; 0: none waits. */
                                        waitMs: number;
                                    };
                                    /** @description Share of requests that further attempts may add, so that an outage is not amplified. */
                                    retryBudget?: {
                                        minPerSecond: number;
                                        ratio: number;
                                    };
                                };
                                /**
                                 * @description file: declared in the configuration file, and changed there only.
                                 * @enum {string}
                                 */
                                source: "file" | "store";
                                /**
                                 * @description Order of the deployments.
                                 * @enum {string|null}
                                 */
                                strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive" | null;
                                timeouts?: {
                                    /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                    answerMs?: number | null;
                                    /** @description Limit to connect, milliseconds. */
                                    connectMs?: number;
                                    /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                    firstTokenMs?: number | null;
                                    /** @description Longest silence inside an answer, milliseconds. */
                                    idleMs?: number;
                                    /** @description No attempt is begun with less time left, milliseconds. */
                                    minAttemptMs?: number;
                                    /** @description Limit to the whole request, milliseconds. */
                                    totalMs?: number;
                                };
                                /** @description What lets a request move on: names of sets, classes and types, or types with fields. */
                                triggers?: (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "all";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of our own limit, 0–1; default 1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "rate_limit";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                    percentile?: "p50" | number;
                                    /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                    thresholdMs?: number;
                                    /** @enum {string} */
                                    type: "latency";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Default 20. */
                                    minRequests?: number;
                                    /** @description Share of failures that opens the breaker, 0–1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "error_rate";
                                    /** @description Seconds; default 60. */
                                    windowS?: number;
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of the budget, 0–1; default 0.8. */
                                    threshold?: number;
                                    /** @description Model to move to; default the cheapest candidate. */
                                    to?: string;
                                    /** @enum {string} */
                                    type: "cost";
                                } | {
                                    /** @description What an answer has to be; default non_empty and json_schema. */
                                    checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                        /** @enum {string} */
                                        type: "non_empty";
                                    } | {
                                        /** @description JSON Schema; default: that of the request's response_format. */
                                        schema?: {
                                            [key: string]: unknown;
                                        };
                                        /** @enum {string} */
                                        type: "json_schema";
                                    } | {
                                        /** @description Characters, without white space around them. */
                                        chars: number;
                                        /** @enum {string} */
                                        type: "min_length";
                                    } | {
                                        flags: string;
                                        /** @description true: the text must not match. */
                                        not: boolean;
                                        /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                        pattern: string;
                                        /** @enum {string} */
                                        type: "matches";
                                    } | {
                                        /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                        allowLinkLocal: boolean;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Signs what is posted (Standard Webhooks). */
                                        secret?: string;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "webhook";
                                        url: string;
                                    } | {
                                        /** @description Configured model that reads the answer. */
                                        model: string;
                                        /** @description What a good answer is; default: correct, complete, to the point. */
                                        prompt?: string;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Lowest score that passes, 0–1. */
                                        threshold: number;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "judge";
                                    })[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "quality";
                                } | {
                                    allow?: string[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    prefer?: string[];
                                    /** @enum {string} */
                                    type: "region";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    /** @enum {string} */
                                    type: "load";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "5xx";
                                })[];
                                /** @enum {string} */
                                type: "chat" | "reasoning" | "image" | "embeddings" | "audio" | "moderation" | "transcription" | "tts";
                                /** @description Milliseconds since 1970; null: from the file. */
                                updatedAt: number | null;
                                /** @description What names it, and keeps it from being deleted. */
                                usedBy: {
                                    /** @description Where in it, such as `deployments[0].provider`. */
                                    at: string;
                                    /** @enum {string} */
                                    kind: "model" | "chain" | "key" | "settings";
                                    name: string;
                                }[];
                                /** @description false: lists of models leave it out. */
                                visible: boolean;
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the models, by id or name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            aliases: string[];
                            /** @description Embeddings may come from another model. */
                            allowModelChange: boolean;
                            breaker?: {
                                /** @description Share of failures in the window that opens it, 0–1. */
                                errorRate?: number;
                                /** @description Consecutive failures that open the breaker. */
                                failures?: number;
                                /** @description Requests in the window below which the rate says nothing. */
                                minRequests?: number;
                                /** @description How long it stays open at most, milliseconds. */
                                openMaxMs?: number;
                                /** @description How long it stays open at first, milliseconds. */
                                openMs?: number;
                                /** @description Length of the window, seconds. */
                                windowS?: number;
                            };
                            /** @description null: not known. */
                            capabilities: ("tools" | "vision" | "audio" | "json_schema" | "reasoning")[] | null;
                            /** @description Tokens. */
                            contextWindow: number | null;
                            /** @description Milliseconds since 1970; null: from the file. */
                            createdAt: number | null;
                            createdBy: string | null;
                            deployments: {
                                /** @description null: the provider's. */
                                apiKey: string | null;
                                /** @description null: the provider's. */
                                baseUrl: string | null;
                                breaker?: {
                                    /** @description Share of failures in the window that opens it, 0–1. */
                                    errorRate?: number;
                                    /** @description Consecutive failures that open the breaker. */
                                    failures?: number;
                                    /** @description Requests in the window below which the rate says nothing. */
                                    minRequests?: number;
                                    /** @description How long it stays open at most, milliseconds. */
                                    openMaxMs?: number;
                                    /** @description How long it stays open at first, milliseconds. */
                                    openMs?: number;
                                    /** @description Length of the window, seconds. */
                                    windowS?: number;
                                };
                                credential: string;
                                enabled: boolean;
                                /** @description Body members set whatever the request says. */
                                extraBody: {
                                    [key: string]: unknown;
                                };
                                /** @description As in `health`. It derives from the content: an edited deployment has another one. */
                                id: string;
                                /** @description Kind of its provider. */
                                kind: string;
                                /** @description Its label, as in records and headers. */
                                label: string;
                                /** @description What the provider calls the model. */
                                model: string;
                                /** @description Body members used where the request gives none. */
                                params: {
                                    [key: string]: unknown;
                                };
                                /** @description How an answer can be continued from its beginning. */
                                prefill: boolean | "plain" | null;
                                /** @description Lower numbers are tried first. */
                                priority: number | null;
                                /** @description Name of a configured provider. */
                                provider: string;
                                /** @description null: the provider's. */
                                region: string | null;
                                /** @description Never sent more than this; null: no limit. */
                                requestsPerMinute: number | null;
                                /** @description Of the model's traffic while all are well, 0–1; null: decided by what is measured. */
                                share: number | null;
                                timeouts?: {
                                    /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                    answerMs?: number | null;
                                    /** @description Limit to connect, milliseconds. */
                                    connectMs?: number;
                                    /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                    firstTokenMs?: number | null;
                                    /** @description Longest silence inside an answer, milliseconds. */
                                    idleMs?: number;
                                    /** @description No attempt is begun with less time left, milliseconds. */
                                    minAttemptMs?: number;
                                    /** @description Limit to the whole request, milliseconds. */
                                    totalMs?: number;
                                };
                                /** @description Never sent more than this; null: no limit. */
                                tokensPerMinute: number | null;
                                /** @description Share of the traffic; on all or none. */
                                weight: number | null;
                            }[];
                            /** @description Order of its deployments, as it is in force. */
                            effectiveStrategy: string;
                            /** @description false: none of its deployments is used, its fallbacks answer. */
                            enabled: boolean;
                            /** @description Models and chains tried after every deployment of this one. */
                            fallbacks: string[] | null;
                            /** @description What should be looked at, such as limits on some deployments only. */
                            hint: string | null;
                            /** @description Stays when the name changes. Paths take the name as well. */
                            id: string;
                            /** @description What is in force where the model says nothing: from the catalog. */
                            known: {
                                contextWindow: number | null;
                                price: {
                                    cachedInput: number | null;
                                    input: number;
                                    output: number;
                                } | null;
                            };
                            maxOutputTokens: number | null;
                            /** @description What happens to a stream that breaks after its first content. */
                            midStream?: ("continue" | "error" | "buffer") | {
                                /**
                                 * @description all: the whole answer.
                                 * @enum {string}
                                 */
                                buffer?: "all";
                                /** @description Until so long after the first content. */
                                bufferMs?: number;
                                /** @description Until there are so many tokens. */
                                bufferTokens?: number;
                                /** @description As a last resort, ask a model to go on from the text so far. */
                                instructed: boolean;
                                /** @enum {string} */
                                mode: "continue" | "error" | "buffer";
                            };
                            name: string;
                            /** @description US dollars per million tokens. */
                            price: {
                                /** @description null: as input. */
                                cachedInput: number | null;
                                input: number;
                                output: number;
                            } | null;
                            /** @description Asks deployments that no request shows to be well, at most so often; every probe is paid for. */
                            probe?: {
                                everyMs: number | null;
                            };
                            retry?: {
                                /**
                                 * @description How the pause between tries on one deployment grows.
                                 * @enum {string}
                                 */
                                backoff?: "exponential" | "fixed" | "none";
                                /** @description First pause, milliseconds. */
                                baseMs?: number;
                                /** @description Tries per deployment, the first one included. */
                                maxAttempts?: number;
                                /** @description Longest pause, milliseconds. */
                                maxMs?: number;
                                /** @description Longest hint of a provider that is waited out in place, milliseconds. */
                                rateLimitWaitMs?: number;
                            };
                            /** @description Goes up with every change; the ETag. 0: from the file. */
                            revision: number;
                            routing?: {
                                /**
                                 * @description What keeps a session on one deployment.
                                 * @enum {string}
                                 */
                                affinity?: "id" | "prefix" | "none";
                                /** @description Refuse a request when everything is demoted, instead of trying the least bad. */
                                failClosed?: boolean;
                                /** @description Attempts of one request, all deployments together. */
                                maxTotalAttempts?: number;
                                /**
                                 * @description model: every deployment of a model before the next model. none: all of them in one order.
                                 * @enum {string}
                                 */
                                partition?: "model" | "none";
                                /** @description Requests that may wait for room when every deployment is full. */
                                queue?: {
                                    /** @description At most so many wait; 0: none. */
                                    max: number;
                                    /** @description Longest wait of one; 0: none waits. */
                                    waitMs: number;
                                };
                                /** @description Share of requests that further attempts may add, so that an outage is not amplified. */
                                retryBudget?: {
                                    minPerSecond: number;
                                    ratio: number;
                                };
                            };
                            /**
                             * @description file: declared in the configuration file, and changed there only.
                             * @enum {string}
                             */
                            source: "file" | "store";
                            /**
                             * @description Order of the deployments.
                             * @enum {string|null}
                             */
                            strategy: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive" | null;
                            timeouts?: {
                                /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                answerMs?: number | null;
                                /** @description Limit to connect, milliseconds. */
                                connectMs?: number;
                                /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                firstTokenMs?: number | null;
                                /** @description Longest silence inside an answer, milliseconds. */
                                idleMs?: number;
                                /** @description No attempt is begun with less time left, milliseconds. */
                                minAttemptMs?: number;
                                /** @description Limit to the whole request, milliseconds. */
                                totalMs?: number;
                            };
                            /** @description What lets a request move on: names of sets, classes and types, or types with fields. */
                            triggers?: (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                type: "all";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Share of our own limit, 0–1; default 1. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "rate_limit";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                percentile?: "p50" | number;
                                /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                thresholdMs?: number;
                                /** @enum {string} */
                                type: "latency";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Default 20. */
                                minRequests?: number;
                                /** @description Share of failures that opens the breaker, 0–1. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "error_rate";
                                /** @description Seconds; default 60. */
                                windowS?: number;
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Share of the budget, 0–1; default 0.8. */
                                threshold?: number;
                                /** @description Model to move to; default the cheapest candidate. */
                                to?: string;
                                /** @enum {string} */
                                type: "cost";
                            } | {
                                /** @description What an answer has to be; default non_empty and json_schema. */
                                checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                    /** @enum {string} */
                                    type: "non_empty";
                                } | {
                                    /** @description JSON Schema; default: that of the request's response_format. */
                                    schema?: {
                                        [key: string]: unknown;
                                    };
                                    /** @enum {string} */
                                    type: "json_schema";
                                } | {
                                    /** @description Characters, without white space around them. */
                                    chars: number;
                                    /** @enum {string} */
                                    type: "min_length";
                                } | {
                                    flags: string;
                                    /** @description true: the text must not match. */
                                    not: boolean;
                                    /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                    pattern: string;
                                    /** @enum {string} */
                                    type: "matches";
                                } | {
                                    /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                    allowLinkLocal: boolean;
                                    /** @description true: an answer that could not be checked fails; default false: it passes. */
                                    required: boolean;
                                    /** @description Signs what is posted (Standard Webhooks). */
                                    secret?: string;
                                    timeoutMs: number;
                                    /** @enum {string} */
                                    type: "webhook";
                                    url: string;
                                } | {
                                    /** @description Configured model that reads the answer. */
                                    model: string;
                                    /** @description What a good answer is; default: correct, complete, to the point. */
                                    prompt?: string;
                                    /** @description true: an answer that could not be checked fails; default false: it passes. */
                                    required: boolean;
                                    /** @description Lowest score that passes, 0–1. */
                                    threshold: number;
                                    timeoutMs: number;
                                    /** @enum {string} */
                                    type: "judge";
                                })[];
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                threshold?: number;
                                /** @enum {string} */
                                type: "quality";
                            } | {
                                allow?: string[];
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                prefer?: string[];
                                /** @enum {string} */
                                type: "region";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                /** @enum {string} */
                                type: "load";
                            } | {
                                /** @description false switches the entry off; default true. */
                                enabled?: boolean;
                                /** @enum {string} */
                                type: "5xx";
                            })[];
                            /** @enum {string} */
                            type: "chat" | "reasoning" | "image" | "embeddings" | "audio" | "moderation" | "transcription" | "tts";
                            /** @description Milliseconds since 1970; null: from the file. */
                            updatedAt: number | null;
                            /** @description What names it, and keeps it from being deleted. */
                            usedBy: {
                                /** @description Where in it, such as `deployments[0].provider`. */
                                at: string;
                                /** @enum {string} */
                                kind: "model" | "chain" | "key" | "settings";
                                name: string;
                            }[];
                            /** @description false: lists of models leave it out. */
                            visible: boolean;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/models/{id}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deployments of a model, with what each gets of its traffic */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @description null: the provider's. */
                                apiKey: string | null;
                                /** @description null: the provider's. */
                                baseUrl: string | null;
                                breaker?: {
                                    /** @description Share of failures in the window that opens it, 0–1. */
                                    errorRate?: number;
                                    /** @description Consecutive failures that open the breaker. */
                                    failures?: number;
                                    /** @description Requests in the window below which the rate says nothing. */
                                    minRequests?: number;
                                    /** @description How long it stays open at most, milliseconds. */
                                    openMaxMs?: number;
                                    /** @description How long it stays open at first, milliseconds. */
                                    openMs?: number;
                                    /** @description Length of the window, seconds. */
                                    windowS?: number;
                                };
                                credential: string;
                                enabled: boolean;
                                /** @description Body members set whatever the request says. */
                                extraBody: {
                                    [key: string]: unknown;
                                };
                                /** @description As in `health`. It derives from the content: an edited deployment has another one. */
                                id: string;
                                /** @description Kind of its provider. */
                                kind: string;
                                /** @description Its label, as in records and headers. */
                                label: string;
                                /** @description What the provider calls the model. */
                                model: string;
                                /** @description Body members used where the request gives none. */
                                params: {
                                    [key: string]: unknown;
                                };
                                /** @description How an answer can be continued from its beginning. */
                                prefill: boolean | "plain" | null;
                                /** @description Lower numbers are tried first. */
                                priority: number | null;
                                /** @description Name of a configured provider. */
                                provider: string;
                                /** @description null: the provider's. */
                                region: string | null;
                                /** @description Never sent more than this; null: no limit. */
                                requestsPerMinute: number | null;
                                /** @description Of the model's traffic while all are well, 0–1; null: decided by what is measured. */
                                share: number | null;
                                timeouts?: {
                                    /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                    answerMs?: number | null;
                                    /** @description Limit to connect, milliseconds. */
                                    connectMs?: number;
                                    /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                    firstTokenMs?: number | null;
                                    /** @description Longest silence inside an answer, milliseconds. */
                                    idleMs?: number;
                                    /** @description No attempt is begun with less time left, milliseconds. */
                                    minAttemptMs?: number;
                                    /** @description Limit to the whole request, milliseconds. */
                                    totalMs?: number;
                                };
                                /** @description Never sent more than this; null: no limit. */
                                tokensPerMinute: number | null;
                                /** @description Share of the traffic; on all or none. */
                                weight: number | null;
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The providers that are in force, by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description Part of the name. */
                    search?: string;
                    source?: "file" | "store";
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @description Masked. */
                                apiKey: string | null;
                                apiVersion: string | null;
                                /** @description null: the kind's own. */
                                baseUrl: string | null;
                                /** @description PEM text of an additional certificate authority. */
                                ca: string | null;
                                /** @description Milliseconds since 1970; null: from the file. */
                                createdAt: number | null;
                                createdBy: string | null;
                                /**
                                 * @description Does it use what it is sent, such as for training; null: not said.
                                 * @enum {string|null}
                                 */
                                dataCollection: "allow" | "deny" | null;
                                /** @description Deployments that are reached through it. */
                                deployments: number;
                                /** @description What an openai-compatible server speaks. */
                                endpoints?: ("chat_completions" | "completions" | "embeddings" | "images" | "messages" | "moderations" | "responses" | "speech" | "transcriptions" | "translations")[];
                                /** @description Values are shown masked. */
                                headers: {
                                    [key: string]: string;
                                };
                                /** @description Stays when the name changes. Paths take the name as well. */
                                id: string;
                                /**
                                 * @description How the provider is spoken to.
                                 * @enum {string}
                                 */
                                kind: "openai" | "openai-compatible" | "anthropic" | "google" | "azure-openai" | "cohere" | "deepseek" | "fireworks" | "groq" | "mistral" | "ollama" | "openrouter" | "perplexity" | "together" | "vllm" | "xai";
                                name: string;
                                /** @description HTTP proxy. */
                                proxy: string | null;
                                /** @description Values are shown masked. */
                                query: {
                                    [key: string]: string;
                                };
                                region: string | null;
                                /** @description Goes up with every change; the ETag. 0: from the file. */
                                revision: number;
                                /**
                                 * @description file: declared in the configuration file, and changed there only.
                                 * @enum {string}
                                 */
                                source: "file" | "store";
                                timeouts?: {
                                    /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                    answerMs?: number | null;
                                    /** @description Limit to connect, milliseconds. */
                                    connectMs?: number;
                                    /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                    firstTokenMs?: number | null;
                                    /** @description Longest silence inside an answer, milliseconds. */
                                    idleMs?: number;
                                    /** @description No attempt is begun with less time left, milliseconds. */
                                    minAttemptMs?: number;
                                    /** @description Limit to the whole request, milliseconds. */
                                    totalMs?: number;
                                };
                                /** @description Milliseconds since 1970; null: from the file. */
                                updatedAt: number | null;
                                /** @description What names it, and keeps it from being deleted. */
                                usedBy: {
                                    /** @description Where in it, such as `deployments[0].provider`. */
                                    at: string;
                                    /** @enum {string} */
                                    kind: "model" | "chain" | "key" | "settings";
                                    name: string;
                                }[];
                                /** @description true: zero data retention, it keeps nothing of what it is sent. */
                                zdr: boolean;
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the providers, by id or name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name, URL-encoded. */
                    id: string;
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Masked. */
                            apiKey: string | null;
                            apiVersion: string | null;
                            /** @description null: the kind's own. */
                            baseUrl: string | null;
                            /** @description PEM text of an additional certificate authority. */
                            ca: string | null;
                            /** @description Milliseconds since 1970; null: from the file. */
                            createdAt: number | null;
                            createdBy: string | null;
                            /**
                             * @description Does it use what it is sent, such as for training; null: not said.
                             * @enum {string|null}
                             */
                            dataCollection: "allow" | "deny" | null;
                            /** @description Deployments that are reached through it. */
                            deployments: number;
                            /** @description What an openai-compatible server speaks. */
                            endpoints?: ("chat_completions" | "completions" | "embeddings" | "images" | "messages" | "moderations" | "responses" | "speech" | "transcriptions" | "translations")[];
                            /** @description Values are shown masked. */
                            headers: {
                                [key: string]: string;
                            };
                            /** @description Stays when the name changes. Paths take the name as well. */
                            id: string;
                            /**
                             * @description How the provider is spoken to.
                             * @enum {string}
                             */
                            kind: "openai" | "openai-compatible" | "anthropic" | "google" | "azure-openai" | "cohere" | "deepseek" | "fireworks" | "groq" | "mistral" | "ollama" | "openrouter" | "perplexity" | "together" | "vllm" | "xai";
                            name: string;
                            /** @description HTTP proxy. */
                            proxy: string | null;
                            /** @description Values are shown masked. */
                            query: {
                                [key: string]: string;
                            };
                            region: string | null;
                            /** @description Goes up with every change; the ETag. 0: from the file. */
                            revision: number;
                            /**
                             * @description file: declared in the configuration file, and changed there only.
                             * @enum {string}
                             */
                            source: "file" | "store";
                            timeouts?: {
                                /** @description Limit to a whole unstreamed answer, milliseconds; null: by the type of the model. */
                                answerMs?: number | null;
                                /** @description Limit to connect, milliseconds. */
                                connectMs?: number;
                                /** @description Limit to the first token of a stream, milliseconds; null: by the type of the model. */
                                firstTokenMs?: number | null;
                                /** @description Longest silence inside an answer, milliseconds. */
                                idleMs?: number;
                                /** @description No attempt is begun with less time left, milliseconds. */
                                minAttemptMs?: number;
                                /** @description Limit to the whole request, milliseconds. */
                                totalMs?: number;
                            };
                            /** @description Milliseconds since 1970; null: from the file. */
                            updatedAt: number | null;
                            /** @description What names it, and keeps it from being deleted. */
                            usedBy: {
                                /** @description Where in it, such as `deployments[0].provider`. */
                                at: string;
                                /** @enum {string} */
                                kind: "model" | "chain" | "key" | "settings";
                                name: string;
                            }[];
                            /** @description true: zero data retention, it keeps nothing of what it is sent. */
                            zdr: boolean;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is routing enabled for the organisation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The switch. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            routing: {
                                enabled: boolean;
                            };
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/service-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens of programs; never the tokens themselves */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                createdAt: number;
                                createdBy: string;
                                expiresAt: number | null;
                                id: string;
                                /** @description To the minute. */
                                lastUsedAt: number | null;
                                name: string;
                                revokedAt: number | null;
                                /** @enum {string} */
                                role: "owner" | "admin" | "editor" | "viewer";
                                /** @enum {string} */
                                state: "active" | "expired" | "revoked";
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Make a token for a program; it is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description ISO 8601; without it the token works until it is revoked.
                         */
                        expiresAt?: string;
                        name: string;
                        /**
                         * @description Not more than your own.
                         * @enum {string}
                         */
                        role: "owner" | "admin" | "editor" | "viewer";
                    };
                };
            };
            responses: {
                /** @description The token. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            createdAt: number;
                            createdBy: string;
                            expiresAt: number | null;
                            id: string;
                            /** @description To the minute. */
                            lastUsedAt: number | null;
                            name: string;
                            revokedAt: number | null;
                            /** @enum {string} */
                            role: "owner" | "admin" | "editor" | "viewer";
                            /** @enum {string} */
                            state: "active" | "expired" | "revoked";
                            token: string;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/service-tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token: it stops working at once */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                    tokenId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            createdAt: number;
                            createdBy: string;
                            expiresAt: number | null;
                            id: string;
                            /** @description To the minute. */
                            lastUsedAt: number | null;
                            name: string;
                            revokedAt: number | null;
                            /** @enum {string} */
                            role: "owner" | "admin" | "editor" | "viewer";
                            /** @enum {string} */
                            state: "active" | "expired" | "revoked";
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Default fallbacks, and what requests may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As they are in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Settings that the configuration file declares, such as `fallback.default`: changed there only. */
                            declared: string[];
                            fallback: {
                                /** @description Models and chains tried for every model without its own list. */
                                default: string[];
                                /** @description What happens to a stream that breaks after its first content. */
                                midStream?: ("continue" | "error" | "buffer") | {
                                    /**
                                     * @description all: the whole answer.
                                     * @enum {string}
                                     */
                                    buffer?: "all";
                                    /** @description Until so long after the first content. */
                                    bufferMs?: number;
                                    /** @description Until there are so many tokens. */
                                    bufferTokens?: number;
                                    /** @description As a last resort, ask a model to go on from the text so far. */
                                    instructed: boolean;
                                    /** @enum {string} */
                                    mode: "continue" | "error" | "buffer";
                                };
                                /** @enum {string} */
                                routing: "priority" | "cost" | "latency" | "balanced";
                                /** @description What lets a request move on: names of sets, classes and types, or types with fields. */
                                triggers?: (("all" | "auth" | "availability" | "cost" | "error" | "error_rate" | "latency" | "load" | "quality" | "rate_limit" | "region" | "5xx" | "timeout" | "standard" | "chain" | "deployment" | "widest" | "any" | "quota_exhausted" | "request_exceeds_limit" | "overloaded" | "server_error" | "network" | "permission" | "model_unavailable" | "context_length" | "content_filter" | "refusal" | "invalid_request" | "tool_generation_failed" | "stream_interrupted" | "empty_response") | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "all";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of our own limit, 0–1; default 1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "rate_limit";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last. */
                                    percentile?: "p50" | number;
                                    /** @description Limit to the first token, or to an unstreamed answer, milliseconds. */
                                    thresholdMs?: number;
                                    /** @enum {string} */
                                    type: "latency";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Default 20. */
                                    minRequests?: number;
                                    /** @description Share of failures that opens the breaker, 0–1. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "error_rate";
                                    /** @description Seconds; default 60. */
                                    windowS?: number;
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Share of the budget, 0–1; default 0.8. */
                                    threshold?: number;
                                    /** @description Model to move to; default the cheapest candidate. */
                                    to?: string;
                                    /** @enum {string} */
                                    type: "cost";
                                } | {
                                    /** @description What an answer has to be; default non_empty and json_schema. */
                                    checks?: (("non_empty" | "not_truncated" | "valid_json" | "json_schema" | "not_refusal") | {
                                        /** @enum {string} */
                                        type: "non_empty";
                                    } | {
                                        /** @description JSON Schema; default: that of the request's response_format. */
                                        schema?: {
                                            [key: string]: unknown;
                                        };
                                        /** @enum {string} */
                                        type: "json_schema";
                                    } | {
                                        /** @description Characters, without white space around them. */
                                        chars: number;
                                        /** @enum {string} */
                                        type: "min_length";
                                    } | {
                                        flags: string;
                                        /** @description true: the text must not match. */
                                        not: boolean;
                                        /** @description Regular expression (JavaScript) that the text must match somewhere. */
                                        pattern: string;
                                        /** @enum {string} */
                                        type: "matches";
                                    } | {
                                        /** @description true: link-local addresses, where clouds keep metadata, are allowed. */
                                        allowLinkLocal: boolean;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Signs what is posted (Standard Webhooks). */
                                        secret?: string;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "webhook";
                                        url: string;
                                    } | {
                                        /** @description Configured model that reads the answer. */
                                        model: string;
                                        /** @description What a good answer is; default: correct, complete, to the point. */
                                        prompt?: string;
                                        /** @description true: an answer that could not be checked fails; default false: it passes. */
                                        required: boolean;
                                        /** @description Lowest score that passes, 0–1. */
                                        threshold: number;
                                        timeoutMs: number;
                                        /** @enum {string} */
                                        type: "judge";
                                    })[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @description Score from checks and feedback, 0–1, below which a deployment goes last. */
                                    threshold?: number;
                                    /** @enum {string} */
                                    type: "quality";
                                } | {
                                    allow?: string[];
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    prefer?: string[];
                                    /** @enum {string} */
                                    type: "region";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    strategy?: "failover" | "priority" | "round_robin" | "weighted" | "balanced" | "latency" | "throughput" | "cost" | "least_busy" | "adaptive";
                                    /** @enum {string} */
                                    type: "load";
                                } | {
                                    /** @description false switches the entry off; default true. */
                                    enabled?: boolean;
                                    /** @enum {string} */
                                    type: "5xx";
                                })[];
                            };
                            /** @description Rules over all keys. */
                            organisation: {
                                /** @description May requests bring their own routing. */
                                allowRequestOverride: boolean;
                                /** @description How much may be spent in a period. Models without a known price cost it nothing. */
                                budget?: {
                                    /**
                                     * @description block: requests that do not fit are refused. switch: they go on with what is cheaper than what they asked for, past the limit.
                                     * @enum {string}
                                     */
                                    atLimit: "block" | "switch";
                                    /**
                                     * @description Period of the calendar in UTC; weeks begin on Monday.
                                     * @enum {string}
                                     */
                                    per: "day" | "week" | "month";
                                    /** @description US dollars. */
                                    usd: number;
                                };
                                /** @description Refusals and filtered content never move to another model. */
                                refusalLock: boolean;
                                routing: {
                                    enabled: boolean;
                                };
                            };
                            revision: number;
                            updatedAt: number | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage records, newest first
         * @description A request is listed within about 100 ms of its end.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    deployment?: string;
                    errorClass?: string;
                    /** @description Only requests whose client got an error, or only the others. */
                    failed?: "true" | "false";
                    from?: string;
                    key?: string;
                    /** @description Entries on a page, 1–500. */
                    limit?: number;
                    /** @description The model that was asked for or that answered. */
                    model?: string;
                    /** @description Only requests that moved to another deployment or model, or only the others. */
                    moved?: "true" | "false";
                    /** @description Only active probes, or only requests of clients. */
                    probe?: "true" | "false";
                    provider?: string;
                    status?: number;
                    to?: string;
                };
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                configVersion: string;
                                costUsd: number | null;
                                deployment: string | null;
                                dialect: string;
                                errorClass: string | null;
                                id: string;
                                key: string;
                                organisation: string;
                                overheadMs: number;
                                /** @description Sent by the gateway itself, to see whether a deployment is well. */
                                probe: boolean;
                                provider: string | null;
                                requestedModel: string;
                                routing: {
                                    attempts: {
                                        action: string;
                                        deployment: string;
                                        errorClass: string | null;
                                        modelName: string;
                                        n: number;
                                        outcome: string;
                                        provider: string;
                                        reason: string;
                                        region: string | null;
                                        startedAt: number;
                                        status: number | null;
                                        tokens: {
                                            cachedInput: number;
                                            cacheWrite: number;
                                            estimated: boolean;
                                            input: number;
                                            output: number;
                                            reasoning: number;
                                        } | null;
                                        totalMs: number;
                                        ttftMs: number | null;
                                    }[];
                                    fallbacks: string[];
                                    skipped: {
                                        deployment: string;
                                        reason: string;
                                    }[];
                                    source: {
                                        [key: string]: string;
                                    };
                                    strategy: string;
                                    warnings: string[];
                                };
                                servedModel: string | null;
                                status: number;
                                streamed: boolean;
                                tokens: {
                                    cachedInput: number;
                                    cacheWrite: number;
                                    estimated: boolean;
                                    input: number;
                                    output: number;
                                    reasoning: number;
                                };
                                totalMs: number;
                                ttftMs: number | null;
                                type: string;
                                wastedCostUsd: number | null;
                            }[];
                            /** @description Give it as `cursor` for the next page; null: the last one. */
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{organisationId}/usage/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The usage record of one request, with every attempt */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The first organisation is `default`. */
                    organisationId: string;
                    /** @description The `x-request-id` of the answer. */
                    requestId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The record. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Milliseconds since 1970. */
                            at: number;
                            configVersion: string;
                            costUsd: number | null;
                            deployment: string | null;
                            dialect: string;
                            errorClass: string | null;
                            id: string;
                            key: string;
                            organisation: string;
                            overheadMs: number;
                            /** @description Sent by the gateway itself, to see whether a deployment is well. */
                            probe: boolean;
                            provider: string | null;
                            requestedModel: string;
                            routing: {
                                attempts: {
                                    action: string;
                                    deployment: string;
                                    errorClass: string | null;
                                    modelName: string;
                                    n: number;
                                    outcome: string;
                                    provider: string;
                                    reason: string;
                                    region: string | null;
                                    startedAt: number;
                                    status: number | null;
                                    tokens: {
                                        cachedInput: number;
                                        cacheWrite: number;
                                        estimated: boolean;
                                        input: number;
                                        output: number;
                                        reasoning: number;
                                    } | null;
                                    totalMs: number;
                                    ttftMs: number | null;
                                }[];
                                fallbacks: string[];
                                skipped: {
                                    deployment: string;
                                    reason: string;
                                }[];
                                source: {
                                    [key: string]: string;
                                };
                                strategy: string;
                                warnings: string[];
                            };
                            servedModel: string | null;
                            status: number;
                            streamed: boolean;
                            tokens: {
                                cachedInput: number;
                                cacheWrite: number;
                                estimated: boolean;
                                input: number;
                                output: number;
                                reasoning: number;
                            };
                            totalMs: number;
                            ttftMs: number | null;
                            type: string;
                            wastedCostUsd: number | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, where they belong, and what they may */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who asks. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Signed in by a one-time link: a password may be set without the one before. */
                            byLink: boolean;
                            /** @description null: not a person, or one who has not yet said an address. */
                            email: string | null;
                            /** @description Milliseconds since 1970; null: no session. */
                            expiresAt: number | null;
                            id: string;
                            /** @enum {string} */
                            kind: "admin-token" | "person" | "service-token" | "system";
                            name: string;
                            /** @description Where routes without an organisation in their path belong; null: nowhere. */
                            organisation: string | null;
                            organisations: {
                                id: string;
                                name: string;
                                /** @description Such as `models:write`. */
                                permissions: string[];
                                /** @enum {string} */
                                role: "owner" | "admin" | "editor" | "viewer";
                            }[];
                            /** @description null: not a person. */
                            passwordSet: boolean | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Not signed in, or the admin API is off. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set or change your own password
         * @description Ends your other sessions.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Needed unless there is none, or the session began with a one-time link. */
                        currentPassword?: string;
                        /**
                         * Format: email
                         * @description Of somebody who has not yet said an address: needed; else not taken.
                         */
                        email?: string;
                        name?: string;
                        newPassword: string;
                    };
                };
            };
            responses: {
                /** @description Who you are now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Signed in by a one-time link: a password may be set without the one before. */
                            byLink: boolean;
                            /** @description null: not a person, or one who has not yet said an address. */
                            email: string | null;
                            /** @description Milliseconds since 1970; null: no session. */
                            expiresAt: number | null;
                            id: string;
                            /** @enum {string} */
                            kind: "admin-token" | "person" | "service-token" | "system";
                            name: string;
                            /** @description Where routes without an organisation in their path belong; null: nowhere. */
                            organisation: string | null;
                            organisations: {
                                id: string;
                                name: string;
                                /** @description Such as `models:write`. */
                                permissions: string[];
                                /** @enum {string} */
                                role: "owner" | "admin" | "editor" | "viewer";
                            }[];
                            /** @description null: not a person. */
                            passwordSet: boolean | null;
                        };
                    };
                };
                /** @description Something in the request is wrong; `param` says what. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description It was not the right password, or the link does not work (any more). */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Signed in, but the role does not include this. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
                /** @description Too many attempts have failed; `retry-after` says how long to wait. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description One of docs/errors.md. */
                                code: string;
                                docs?: string;
                                message: string;
                                /** @description Path of the member, parameter or header that is meant. */
                                param: string | null;
                                type: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
