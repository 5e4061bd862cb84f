internal import Endpoint
