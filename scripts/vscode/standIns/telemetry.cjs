// Stands in for @microsoft/1ds-core-js, which sends telemetry: the server names it when it loads, and never uses it here.
exports.AppInsightsCore = class {};
