"""In which form a model is asked for JSON that fits a schema: the best it takes, then the next."""

from __future__ import annotations

from typing import assert_never

from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.profiles import ModelProfile
from pydantic_ai.tools import ToolDefinition

from onlooker.domain.model import ModelRequest
from onlooker.domain.model_choice import ReplyForm
from onlooker.llm.portable_schema import portable


def reply_forms(wanted: ReplyForm, profile: ModelProfile) -> tuple[ReplyForm, ...]:
    """The forms to try in order, at least one."""
    if wanted is not ReplyForm.AUTO:
        return (wanted,)
    native = (ReplyForm.NATIVE,) if profile.get("supports_json_schema_output", False) else ()
    tool = (ReplyForm.TOOL,) if profile.get("supports_tools", True) else ()
    return (*native, *tool, ReplyForm.PROMPTED)


def parameters(request: ModelRequest, form: ReplyForm) -> ModelRequestParameters:
    """The schema in pydantic-ai's terms. The name a provider shows its model is the request's purpose."""
    schema = portable(request.schema)
    match form:
        case ReplyForm.TOOL:
            tool = ToolDefinition(name="final_result", description=f"The result of: {request.purpose}", parameters_json_schema=schema, kind="output")
            return ModelRequestParameters(output_mode="tool", output_tools=[tool], allow_text_output=False)
        case ReplyForm.NATIVE | ReplyForm.PROMPTED | ReplyForm.AUTO:
            shape = OutputObjectDefinition(json_schema=schema, name=request.purpose)
            return ModelRequestParameters(output_mode="prompted" if form is ReplyForm.PROMPTED else "native", output_object=shape)
        case _:
            assert_never(form)
